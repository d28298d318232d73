import { CoreNativeError } from '../runtime/errors.js'
import { widthOf, type FileMatrix } from './file-matrix.js'

/** What the header of an npy file says of a matrix. */
export type NpyMatrix = Pick<FileMatrix, 'offset' | 'type' | 'rows' | 'cols'>

/** The longest header that is read: far more than a matrix needs, so that no header can ask for much memory. */
const longestHeader = 2 ** 16
// Magic, version and length; in version 1.0 the length has two bytes less.
const longestPrefix = 12

/** As many of a file's first bytes as parsing its header can need. */
export const headBytes = longestPrefix + longestHeader

type Refuse = (expected: string, received: string) => CoreNativeError

/**
 * Reads the header of an npy file that holds a matrix: version 1.0, 2.0 or 3.0, dtype '<f4' or '<f8', C order, two
 * dimensions, at least one column, and behind the header exactly its values. Source: numpy.lib.format.
 * @param head the file's first `headBytes` bytes, or all where it has fewer
 * @param bytes the file's size
 * @throws CoreNativeError INVALID_FILE, naming what came
 */
export function parseNpyHeader(head: Buffer, bytes: number, path: string): NpyMatrix {
  const refuse: Refuse = (expected, received) =>
    new CoreNativeError('INVALID_FILE', `Expected ${expected} for ${path} but received ${received}`)
  const { start, length, encoding } = parsePrefix(head, refuse)
  const offset = start + length
  const most = Math.min(bytes - start, longestHeader)
  if (length > most) throw refuse(`an npy header of at most ${most} bytes`, `one of ${length}`)
  const { descr, fortran_order, shape } = parseDictionary(head.toString(encoding, start, offset), refuse)
  const type = parseType(descr, refuse)
  if (fortran_order !== 'False') throw refuse('C order (fortran_order: False)', `fortran_order: ${fortran_order}`)
  const [rows, cols] = parseShape(shape, refuse)
  // A product that float64 rounds is above 2^53, as no file's size is.
  const end = offset + rows * cols * widthOf[type]
  if (end !== bytes) throw refuse(`${end} bytes (an npy header and ${rows} x ${cols} ${type} values)`, `${bytes}`)
  return { offset, type, rows, cols }
}

function parsePrefix(head: Buffer, refuse: Refuse) {
  const magic = head.toString('latin1', 0, 6)
  if (head.length === 0) throw refuse('an npy file', 'an empty file')
  if (magic !== '\x93NUMPY') throw refuse('an npy file', `a file that begins with ${JSON.stringify(magic)}`)
  if (head.length < longestPrefix) throw refuse('a whole npy header', `${head.length} bytes`)
  const [major, minor] = [head[6]!, head[7]!]
  if (major < 1 || major > 3 || minor !== 0) throw refuse('npy version 1.0, 2.0 or 3.0', `version ${major}.${minor}`)
  const encoding = major === 3 ? ('utf8' as const) : ('latin1' as const)
  if (major === 1) return { start: 10, length: head.readUInt16LE(8), encoding }
  return { start: longestPrefix, length: head.readUInt32LE(8), encoding }
}

// The header is a Python literal; of that language it needs a dictionary of a string, a boolean and a tuple.
const dictionary = /^[ \t\r\n]*\{(.*)\}[ \t\r\n]*$/s
const entry =
  /[ \t\r\n]*(['"])(descr|fortran_order|shape)\1[ \t\r\n]*:[ \t\r\n]*('[^'\\]*'|"[^"\\]*"|\w+|\([^()]*\)|\[.*\])[ \t\r\n]*(?:,[ \t\r\n]*|$)/sy

function parseDictionary(text: string, refuse: Refuse): Record<'descr' | 'fortran_order' | 'shape', string> {
  const body = dictionary.exec(text)?.[1]
  const malformed = (at: string) => refuse('an npy header {descr, fortran_order, shape}', shorten(at))
  if (body === undefined) throw malformed(text)
  const found: Record<string, string> = {}
  for (let at = (entry.lastIndex = 0); at < body.length; at = entry.lastIndex) {
    const [, , key, value] = entry.exec(body) ?? []
    if (key === undefined || value === undefined || key in found) throw malformed(body.slice(at))
    found[key] = value
  }
  const { descr, fortran_order, shape } = found
  if (!descr || !fortran_order || !shape) throw malformed(text)
  return { descr, fortran_order, shape }
}

function parseType(descr: string, refuse: Refuse): FileMatrix['type'] {
  const name = /^['"]/.test(descr) ? descr.slice(1, -1) : ''
  if (name === '<f4') return 'float32'
  if (name === '<f8') return 'float64'
  throw refuse("dtype '<f4' or '<f8'", shorten(descr))
}

function parseShape(shape: string, refuse: Refuse): [rows: number, cols: number] {
  // A trailing L is how Python 2 wrote long integers.
  const sizes = /^\(\s*(0|[1-9]\d*)L?\s*,\s*(0|[1-9]\d*)L?\s*,?\s*\)$/.exec(shape)?.slice(1).map(Number)
  if (!sizes?.every(Number.isSafeInteger) || sizes[1] === 0)
    throw refuse('the shape (rows, columns) with at least one column', shorten(shape))
  return [sizes[0]!, sizes[1]!]
}

function shorten(text: string): string {
  const trimmed = text.trim()
  return JSON.stringify(trimmed.length > 80 ? `${trimmed.slice(0, 80)}…` : trimmed)
}
