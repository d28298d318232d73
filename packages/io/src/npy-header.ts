import type { ByteReader } from './byte-reader.js'
import { formatError, quote } from './format-error.js'
import { NpyLiteral } from './npy-literal.js'

/** The three facts of an npy header. */
export interface NpyHeader {
  readonly descr: string
  readonly fortranOrder: boolean
  readonly shape: number[]
}

const MAX_RANK = 64
const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]

/**
 * Reads magic, version and header of an npy file; leaves the reader at the first element.
 * Source: NumPy Enhancement Proposal 1 and numpy.lib.format (versions 1.0, 2.0, 3.0).
 * @throws FormatError `INVALID_FORMAT` when damaged or truncated; `UNSUPPORTED_FORMAT` for another version or a
 *   structured dtype
 */
export function parseNpyHeader(reader: ByteReader): NpyHeader {
  const magic = reader.take(6, 'magic')
  if (!MAGIC.every((byte, k) => magic[k] === byte)) throw reader.invalid('the npy magic', `${magic.join(' ')}`, 0)
  const major = reader.u8('version')
  const minor = reader.u8('version')
  if (major < 1 || major > 3 || minor !== 0)
    throw formatError('UNSUPPORTED_FORMAT', reader.label, 'npy version 1.0, 2.0 or 3.0', `version ${major}.${minor}`)
  const length = major === 1 ? reader.u16le('header length') : reader.u32le('header length')
  const start = reader.offset
  const text = Buffer.from(reader.take(length, 'header')).toString(major === 3 ? 'utf8' : 'latin1')
  return parseHeaderText(new NpyLiteral(text, reader.label, start))
}

function parseHeaderText(literal: NpyLiteral): NpyHeader {
  const entries = new Map<string, unknown>()
  literal.expect('{')
  while (!literal.accept('}')) {
    const key = literal.string('a header key')
    if (entries.has(key)) throw literal.invalid('each header key once', `${quote(key)} twice`)
    literal.expect(':')
    entries.set(key, entryValue(literal, key))
    if (literal.accept(',')) continue
    literal.expect('}')
    break
  }
  literal.end()
  for (const key of ['descr', 'fortran_order', 'shape'])
    if (!entries.has(key)) throw literal.invalid(`a header with the key ${key}`, 'a header without it')
  const shape = entries.get('shape') as number[]
  if (shape.length > MAX_RANK) throw literal.invalid(`at most ${MAX_RANK} dimensions`, `${shape.length}`)
  return { descr: entries.get('descr') as string, fortranOrder: entries.get('fortran_order') as boolean, shape }
}

function entryValue(literal: NpyLiteral, key: string): unknown {
  if (key === 'descr') return descr(literal)
  if (key === 'fortran_order') return literal.boolean('fortran_order')
  if (key === 'shape') return literal.integerTuple('shape')
  throw literal.invalid('the header keys descr, fortran_order and shape', quote(key))
}

function descr(literal: NpyLiteral): string {
  if (literal.peek() === '[' || literal.peek() === '(') {
    const received = `the structured dtype ${quote(literal.rest())}`
    throw formatError('UNSUPPORTED_FORMAT', literal.label, 'a bool, integer or float dtype', received)
  }
  return literal.string('descr')
}
