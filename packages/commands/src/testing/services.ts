import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CommandServices } from '@likeness/study-kit'
import { onTestFinished } from 'vitest'

/** A new folder that goes when the test ends. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'likeness-test-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** Services on the disk, without a worker. */
export function services(change: Partial<CommandServices> = {}): CommandServices {
  return {
    ...{ signal: new AbortController().signal, threads: 2, dataFolder: undefined },
    stage: () => () => {},
    read: readFile,
    list: async (folder) => {
      const files = (await readdir(folder)).sort().map(async (name) => {
        const path = join(folder, name)
        const { size, mtimeMs } = await stat(path)
        return { name, path, bytes: size, modified: mtimeMs }
      })
      return Promise.all(files)
    },
    write: (path, content) => writeFile(path, content),
    ...change,
  }
}
