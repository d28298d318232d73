import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { ListedFile } from './command.js'
import { StudyKitError } from './study-kit-error.js'

/** The bytes of a file that the user named. @throws StudyKitError INVALID_ARGUMENT */
export async function readWhole(path: string): Promise<Uint8Array> {
  return readFile(path).catch((cause: NodeJS.ErrnoException) => {
    throw new StudyKitError(
      'INVALID_ARGUMENT',
      `Expected a file that can be read but received ${path} (${cause.code})`,
      {
        cause,
      },
    )
  })
}

/** The files of a folder that the user named, in byte order of their names. @throws StudyKitError INVALID_ARGUMENT */
export async function listFolder(folder: string): Promise<readonly ListedFile[]> {
  const names = await readdir(folder).catch((cause: NodeJS.ErrnoException) => {
    const message = `Expected a folder that can be read but received ${folder} (${cause.code})`
    throw new StudyKitError('INVALID_ARGUMENT', message, { cause })
  })
  const sorted = names.map((name) => Buffer.from(name)).sort((a, b) => Buffer.compare(a, b))
  const files: ListedFile[] = []
  for (const name of sorted.map(String)) {
    const path = join(folder, name)
    const found = await stat(path).catch(() => undefined)
    if (found?.isFile()) files.push({ name, path, bytes: found.size, modified: found.mtimeMs })
  }
  return files
}
