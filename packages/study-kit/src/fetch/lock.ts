import { readFile, rm, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { lasting } from './fault.js'

const here = hostname()

/**
 * Does something while no other fetch does it: two that wrote one part would each undo the other's.
 * @param path of the lock, which holds who has it; one whose process is gone is taken over
 * @throws StudyKitError FETCH_FAILED while another process has it
 */
export async function locked<T>(path: string, act: () => Promise<T>): Promise<T> {
  await take(path)
  try {
    return await act()
  } finally {
    await rm(path, { force: true })
  }
}

async function take(path: string, again = true): Promise<void> {
  const mine = JSON.stringify({ host: here, process: process.pid })
  const error = await writeFile(path, mine, { flag: 'wx' }).then(
    () => undefined,
    (cause: NodeJS.ErrnoException) => cause,
  )
  if (!error) return
  if (error.code !== 'EEXIST') throw lasting(`Expected to write ${path} but it cannot be (${error.code})`, error)
  const owner = await ownerOf(path)
  if (again && owner && owner.host === here && !lives(owner.process)) {
    await rm(path, { force: true })
    return take(path, false)
  }
  const who = owner ? `process ${owner.process} on ${owner.host} fetches it` : 'another process fetches it'
  throw lasting(`Expected ${path} to be free but ${who}; where that is not so, remove this file`)
}

const ownerOf = (path: string) =>
  readFile(path, 'utf8')
    .then((text) => JSON.parse(text) as { host: string; process: number })
    .catch(() => undefined)

function lives(process_: number): boolean {
  try {
    process.kill(process_, 0)
    return true
  } catch (error) {
    // Another user's.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
