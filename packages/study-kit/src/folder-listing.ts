import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { access, readdir, readFile, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { StudyKitError } from './study-kit-error.js'

/** A file as it was listed. */
export interface FolderEntry {
  readonly name: string
  readonly path: string
  readonly bytes: number
}

/** A folder as it was listed: its files in byte order of their names. */
export interface ListedFolder {
  readonly path: string
  readonly files: readonly FolderEntry[]
}

const largestRead = 2 ** 30

/**
 * Lists the files of a folder that an option names: those of the wanted endings, whatever their case. Hidden files (.DS_Store,
 * ._a.jpg), files of other endings and folders are passed over; a link counts as what it leads to.
 * @param endings such as `.jpg`
 * @throws StudyKitError INVALID_ARGUMENT for what is no folder or cannot be read, a folder without such a file, a file of such
 *   a name that leads nowhere, is no regular file (a pipe, say), is above 1 GiB, or cannot be read, a name that is not one line of UTF-8
 */
export async function listFolderOption(
  option: string,
  text: string,
  cwd: string,
  endings: readonly string[],
): Promise<ListedFolder> {
  const path = resolve(cwd, text)
  const refuse = (expected: string, received: string) =>
    new StudyKitError('INVALID_ARGUMENT', `Expected ${expected} for --${option} but received ${received}`)
  if (text === '' || text.includes('\0')) throw refuse('a folder', `${text || 'no name'} (no path)`)
  const found = await readdir(Buffer.from(path), { encoding: 'buffer' }).catch((error: NodeJS.ErrnoException) => {
    throw refuse('a folder', `${text} (${reasons[error.code ?? ''] ?? error.code}, seen from ${cwd})`)
  })
  const names = found.sort(Buffer.compare).map((name) => utf8(name, refuse))
  const wanted = names.filter((name) => !name.startsWith('.') && endings.some((end) => hasEnding(name, end)))
  const files: FolderEntry[] = []
  for (const name of wanted) {
    const file = await entryOf(path, name, refuse)
    if (file) files.push(file)
  }
  if (files.length > 0) return { path, files }
  throw refuse(`a folder with ${endings.join(', ')} files`, `${text} (${names.length} others, none of them)`)
}

type Refuse = (expected: string, received: string) => StudyKitError

const reasons: Readonly<Record<string, string>> = { ENOENT: 'nothing is there', ENOTDIR: 'no folder' }
const hasEnding = (name: string, ending: string) => name.toLowerCase().endsWith(ending)

function utf8(name: Buffer, refuse: Refuse): string {
  const text = name.toString('utf8')
  if (Buffer.from(text).equals(name) && !text.includes('\n')) return text
  throw refuse('names of one line in UTF-8', JSON.stringify(name.toString('latin1')))
}

/** Undefined: a folder of such a name. */
async function entryOf(folder: string, name: string, refuse: Refuse): Promise<FolderEntry | undefined> {
  const path = join(folder, name)
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw refuse('files that can be read', `${name} (${error.code === 'ENOENT' ? 'a link to nothing' : error.code})`)
  })
  if (found.isDirectory()) return undefined
  if (!found.isFile()) throw refuse('files', `${name} (no regular file)`)
  if (found.size > largestRead) throw refuse('files of at most 1 GiB', `${name} of ${found.size} bytes`)
  await access(path, constants.R_OK).catch(() => {
    throw refuse('files that can be read', `${name} (not to be read by this user)`)
  })
  return { name, path, bytes: found.size }
}

/** The content of a file and its SHA-256. */
export async function contentHash({ path }: FolderEntry): Promise<{ content: Uint8Array; sha256: string }> {
  const content = await readFile(path)
  return { content, sha256: createHash('sha256').update(content).digest('hex') }
}

/**
 * The SHA-256 of each file, and one of all names and contents: that of what `sha256sum` prints of the files in this order,
 * a line `SUM  NAME` for each.
 * @throws `signal.reason` once aborted
 */
export async function folderSum(
  files: readonly FolderEntry[],
  signal?: AbortSignal,
  onProgress?: (fraction: number) => void,
): Promise<{ readonly sha256: string; readonly each: readonly string[] }> {
  const all = createHash('sha256')
  const each: string[] = []
  for (const [k, file] of files.entries()) {
    signal?.throwIfAborted()
    const { sha256 } = await contentHash(file)
    all.update(`${sha256}  ${file.name}\n`)
    each.push(sha256)
    onProgress?.((k + 1) / files.length)
  }
  return { sha256: all.digest('hex'), each }
}
