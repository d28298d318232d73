import { mkdir, realpath } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { lasting } from './fault.js'

/**
 * The path of a name below a folder, whose parents are there afterwards; made one by one, so that no link leads out.
 * @param name of the manifest: slashes, no `..`
 * @throws StudyKitError FETCH_FAILED where a link leads out of the folder, or a parent is no folder
 */
export async function targetBelow(folder: string, name: string): Promise<string> {
  await mkdir(folder, { recursive: true }).catch((error) => refuse(folder, error as NodeJS.ErrnoException))
  const root = await realpath(folder)
  const parts = name.split('/')
  let at = root
  for (const part of parts.slice(0, -1)) {
    const next = join(at, part)
    await mkdir(next).catch((error: NodeJS.ErrnoException) => error.code === 'EEXIST' || refuse(next, error))
    at = await realpath(next)
    if (!`${at}${sep}`.startsWith(`${root}${sep}`))
      throw lasting(`Expected a folder below ${folder} for ${name} but received a link to ${at}`)
  }
  return join(at, parts.at(-1)!)
}

function refuse(folder: string, error: NodeJS.ErrnoException): never {
  throw lasting(`Expected a folder to write to at ${folder} but received ${error.code}`, error)
}
