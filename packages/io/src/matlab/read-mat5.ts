import { constants, inflateSync } from 'node:zlib'
import { ByteReader } from '../byte-reader.js'
import type { ByteOrder } from '../copy-elements.js'
import { formatError, formatLabel, quote, requireBytes, requireLimit } from '../format-error.js'
import { MatBudget } from './mat-budget.js'
import type { MatValue, ReadMatOptions } from './mat-values.js'
import { type Mat5Context, readMatrix } from './mat5-array.js'
import { type MatElement, miType, takeElement } from './mat5-element.js'

const HEADER = 128
// A deflated byte yields at most 1032 bytes; the 8 that say how much follows come after at most some 600.
const PEEK_STEP = 60
const PEEK_MAX = 1200
const VERSION = 0x0100

/**
 * Reads a MAT-file of level 5 (MATLAB's -v6 and -v7, SciPy's savemat) in either byte order: all numeric classes, logical,
 * char, cell, struct and sparse arrays, complex ones, compressed or not. MATLAB's arrays are column-major: `shape` is
 * MATLAB's, `data` are put in C order (last axis fastest), as `scipy.io.loadmat` indexes them.
 * Compressed variables are inflated where their declared size fits the limit, and never beyond it.
 * Source: MathWorks, MAT-File Format.
 * @throws FormatError `INVALID_FORMAT` for damage, truncation, further bytes or names that repeat; `UNSUPPORTED_FORMAT` for
 *   objects and function handles (leave them out by `variables`), level 4 and v7.3; `LIMIT_EXCEEDED` for more than 200 levels
 *   of nesting, more arrays than the file has bytes, or content above `maxExpansion` times the file
 * @throws TypeError when `bytes` is no Uint8Array or `maxExpansion` no number >= 0
 */
export function readMat5(bytes: Uint8Array, options: ReadMatOptions = {}): Map<string, MatValue> {
  const { name, maxExpansion = 128, variables } = options
  requireBytes(bytes)
  requireLimit('maxExpansion', maxExpansion)
  const reader = new ByteReader(bytes, formatLabel('mat', name))
  const order = readHeader(reader)
  const budget = new MatBudget(reader.label, bytes.length, maxExpansion)
  const wanted = (variable: string) => variables?.includes(variable) ?? true
  const found = new Map<string, MatValue>()
  while (reader.remaining > 0) readVariable(reader, { order, budget, wanted }, found)
  return found
}

function readHeader(reader: ByteReader): ByteOrder {
  const header = reader.take(HEADER, 'header')
  const mark = Buffer.from(header.subarray(126)).toString('latin1')
  if (mark !== 'IM' && mark !== 'MI')
    throw reader.invalid('the byte order mark IM or MI of a MAT-file of level 5', quote(mark), 126)
  const order = mark === 'IM' ? 'little' : 'big'
  const view = new DataView(header.buffer, header.byteOffset)
  const version = view.getUint16(124, order === 'little')
  if (version === VERSION) return order
  const received = version === 0x0200 ? 'version 7.3, which readMat reads' : `version ${version}`
  throw formatError('UNSUPPORTED_FORMAT', reader.label, 'a MAT-file of level 5', received)
}

function readVariable(reader: ByteReader, context: Mat5Context, found: Map<string, MatValue>): void {
  const start = reader.offset
  let element = takeElement(reader, context.order, 'a variable')
  if (element.type === miType.compressed) element = inflated(element, context, reader, start)
  if (element.type !== miType.matrix) throw reader.invalid('a variable', `an element of type ${element.type}`, start)
  const { name, value } = readMatrix(new ByteReader(element.bytes, reader.label), context)
  if (value === undefined) return
  if (found.has(name)) throw reader.invalid('each variable once', `${quote(name)} twice`, start)
  found.set(name, value)
}

function inflated(
  { bytes }: MatElement,
  { order, budget }: Mat5Context,
  reader: ByteReader,
  start: number,
): MatElement {
  const invalid = (expected: string, received: string) => reader.invalid(expected, received, start)
  try {
    const peek = firstBytes(bytes)
    if (peek.length < 8) throw invalid('8 bytes of tag in a compressed variable', `${peek.length}`)
    const size = order === 'little' ? peek.readUInt32LE(4) : peek.readUInt32BE(4)
    budget.spend(8 + size)
    const result: unknown = inflateSync(bytes, { maxOutputLength: 8 + size, info: true, chunkSize: chunk(size) })
    const { buffer, engine } = result as { buffer: Buffer; engine: { bytesWritten: number } }
    if (engine.bytesWritten !== bytes.length) throw invalid('one compressed variable', 'bytes behind it')
    const content = new ByteReader(buffer, `${reader.label}, inflated from byte ${start},`)
    const element = takeElement(content, order, 'a variable')
    if (content.remaining > 0) throw content.invalid('the end of a compressed variable', `${content.remaining} bytes`)
    return element
  } catch (error) {
    const { name, code, message } = error as NodeJS.ErrnoException
    if (name === 'FormatError') throw error
    const received = code === 'ERR_BUFFER_TOO_LARGE' ? 'more than its tag declares' : `damaged data (${message})`
    throw formatError('INVALID_FORMAT', reader.label, `a compressed variable at byte ${start}`, received, error)
  }
}

function firstBytes(deflated: Uint8Array): Buffer {
  for (let length = PEEK_STEP; ; length += PEEK_STEP) {
    const start = inflateSync(deflated.subarray(0, length), { finishFlush: constants.Z_SYNC_FLUSH })
    if (start.length >= 8 || length >= Math.min(PEEK_MAX, deflated.length)) return start
  }
}

const chunk = (size: number) => Math.min(Math.max(64, size + 8), 2 ** 20)
