import { ByteReader } from '../byte-reader.js'
import type { ByteOrder } from '../copy-elements.js'
import { elementCount } from '../element-count.js'
import type { NpyData } from '../elements.js'
import { formatError, quote, shapeText } from '../format-error.js'
import type { MatBudget } from './mat-budget.js'
import { charRows, listToCOrder, toCOrder } from './mat-order.js'
import type { MatNumericClass, MatSparse, MatStruct, MatValue } from './mat-values.js'
import { elementInts, elementNumbers, miType, takeElement } from './mat5-element.js'

/** What all arrays of a file are read with. */
export interface Mat5Context {
  readonly order: ByteOrder
  readonly budget: MatBudget
  /** whether a variable of this name is to be read */
  readonly wanted: (name: string) => boolean
}

interface Head {
  readonly code: number
  readonly complex: boolean
  readonly logical: boolean
  readonly shape: readonly number[]
  readonly name: string
}

type NumberArray = Exclude<NpyData, BigInt64Array | BigUint64Array>
type ArrayConstructor = (new (length: number) => NpyData) & { readonly BYTES_PER_ELEMENT: number }

const CELL = 1
const STRUCT = 2
const CHAR = 4
const SPARSE = 5
const COMPLEX = 0x0800
const LOGICAL = 0x0200
const MAX_DEPTH = 200
const MAX_RANK = 64

const numericClasses: ReadonlyMap<number, [MatNumericClass, ArrayConstructor]> = new Map([
  [6, ['double', Float64Array]],
  [7, ['single', Float32Array]],
  [8, ['int8', Int8Array]],
  [9, ['uint8', Uint8Array]],
  [10, ['int16', Int16Array]],
  [11, ['uint16', Uint16Array]],
  [12, ['int32', Int32Array]],
  [13, ['uint32', Uint32Array]],
  [14, ['int64', BigInt64Array]],
  [15, ['uint64', BigUint64Array]],
])
const otherClasses = new Map([[3, 'object'], [16, 'function handle'], [17, 'opaque object'], [18, 'object']]) // prettier-ignore

/**
 * The content of a matrix element: an array with its name, which is empty within cells and structs.
 * @returns undefined as value for a variable that is not wanted
 */
export function readMatrix(reader: ByteReader, context: Mat5Context, depth = 0): { name: string; value?: MatValue } {
  if (depth > MAX_DEPTH)
    throw formatError('LIMIT_EXCEEDED', reader.label, `at most ${MAX_DEPTH} levels of nesting`, 'more')
  context.budget.addValue()
  // Within cells and structs an empty element stands for [].
  if (depth > 0 && reader.remaining === 0)
    return { name: '', value: { kind: 'numeric', class: 'double', shape: [0, 0], data: new Float64Array(0) } }
  const head = readHead(reader, context.order)
  if (depth === 0 && !context.wanted(head.name)) return { name: head.name }
  const value = readBody(reader, head, context, depth)
  if (reader.remaining > 0)
    throw reader.invalid(`the end of array ${quote(head.name)}`, `${reader.remaining} further bytes`)
  return { name: head.name, value }
}

function readHead(reader: ByteReader, order: ByteOrder): Head {
  const flags = elementInts(reader, order, miType.uint32, 'array flags')
  if (flags.length !== 2) throw reader.invalid('two array flags', `${flags.length}`)
  const shape = [...elementInts(reader, order, miType.int32, 'dimensions')]
  if (shape.length < 2 || shape.length > MAX_RANK || shape.some((size) => size < 0))
    throw reader.invalid(`2 to ${MAX_RANK} dimensions >= 0`, shapeText(shape))
  const { type, bytes } = takeElement(reader, order, 'array name')
  if (type !== miType.int8 && type !== miType.utf8) throw reader.invalid('a text as array name', `type ${type}`)
  const word = flags[0]!
  const name = Buffer.from(bytes).toString('utf8')
  return { code: word & 0xff, complex: (word & COMPLEX) !== 0, logical: (word & LOGICAL) !== 0, shape, name }
}

function readBody(reader: ByteReader, head: Head, context: Mat5Context, depth: number): MatValue {
  const { code, shape } = head
  if (code === CELL) return { kind: 'cell', shape, cells: readCells(reader, shape, context, depth) }
  if (code === STRUCT) return readStruct(reader, shape, context, depth)
  if (code === CHAR) return { kind: 'char', shape, rows: readChars(reader, shape, context) }
  if (code === SPARSE) return readSparse(reader, head, context)
  const numeric = numericClasses.get(code)
  if (numeric) return readNumeric(reader, head, numeric, context)
  const received = otherClasses.get(code) ?? `class ${code}`
  const expected = `numbers, text, cells and structs in ${quote(head.name)}`
  throw formatError('UNSUPPORTED_FORMAT', reader.label, expected, received)
}

function readNumeric(
  reader: ByteReader,
  { shape, complex, logical }: Head,
  [name, Type]: [MatNumericClass, ArrayConstructor],
  context: Mat5Context,
): MatValue {
  const part = (what: string) => toCOrder(readPart(reader, elementCount(shape), Type, context, what), shape)
  const data = part('real part')
  const isLogical = logical && name === 'uint8'
  if (isLogical && data.some((value) => value > 1)) throw reader.invalid('0 or 1 as logicals', 'another value')
  const base = { kind: 'numeric' as const, class: isLogical ? ('logical' as const) : name, shape, data }
  return complex ? { ...base, imaginary: part('imaginary part') } : base
}

/** MATLAB stores numbers in the smallest type that holds them all. */
function readPart(
  reader: ByteReader,
  count: number,
  Type: ArrayConstructor,
  { order, budget }: Mat5Context,
  what: string,
): NpyData {
  const element = takeElement(reader, order, what)
  const stored = elementNumbers(element, order, reader, what)
  if (stored.length !== count) throw reader.invalid(`${count} numbers as ${what}`, `${stored.length}`, element.at)
  budget.spend(count * Type.BYTES_PER_ELEMENT)
  if (stored instanceof Type) return stored
  const data = new Type(count)
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) {
    for (let k = 0; k < count; k++) data[k] = bigintOf(stored[k]!, reader, element.at)
  } else {
    if (stored instanceof BigInt64Array || stored instanceof BigUint64Array)
      throw reader.invalid(`numbers of at most 53 bits as ${what}`, '64-bit integers', element.at)
    data.set(stored)
    const changed =
      data instanceof Float32Array
        ? -1
        : data.findIndex((value, k) => !Object.is(value, stored[k]) && value !== stored[k])
    if (changed >= 0) throw reader.invalid(`values within the class as ${what}`, `${stored[changed]}`, element.at)
  }
  return data
}

function bigintOf(value: number | bigint, reader: ByteReader, at: number): bigint {
  if (typeof value === 'number' && !Number.isInteger(value)) throw reader.invalid('integers', `${value}`, at)
  return BigInt(value)
}

function readChars(reader: ByteReader, shape: readonly number[], { order, budget }: Mat5Context): string[] {
  const element = takeElement(reader, order, 'characters')
  budget.spend(4 * element.bytes.length)
  const codes = element.type === miType.utf8 ? utf8Codes(element.bytes, reader) : codeUnits(element, order, reader)
  const count = elementCount(shape)
  if (codes.length !== count) throw reader.invalid(`${count} characters`, `${codes.length}`, element.at)
  return charRows(toCOrder(codes, shape), shape)
}

function codeUnits(element: ReturnType<typeof takeElement>, order: ByteOrder, reader: ByteReader): Uint16Array {
  const { type } = element
  if (![miType.int8, miType.uint8, miType.uint16, miType.utf16].includes(type))
    throw reader.invalid('text', `an element of type ${type}`, element.at)
  const units = type === miType.utf16 ? { ...element, type: miType.uint16 } : element
  return Uint16Array.from(elementNumbers(units, order, reader, 'characters') as NumberArray)
}

function utf8Codes(bytes: Uint8Array, reader: ByteReader): Uint16Array {
  const text = Buffer.from(bytes).toString('utf8')
  if (text.includes('\ufffd')) throw reader.invalid('UTF-8 text', quote(Buffer.from(bytes).toString('latin1')))
  return Uint16Array.from({ length: text.length }, (_, k) => text.charCodeAt(k))
}

function readCells(reader: ByteReader, shape: readonly number[], context: Mat5Context, depth: number): MatValue[] {
  const count = elementCount(shape)
  const cells: MatValue[] = []
  for (let k = 0; k < count; k++) cells.push(readChild(reader, context, depth))
  return listToCOrder(cells, shape)
}

function readChild(reader: ByteReader, context: Mat5Context, depth: number): MatValue {
  const { type, bytes, at } = takeElement(reader, context.order, 'an array')
  if (type !== miType.matrix) throw reader.invalid('an array', `an element of type ${type}`, at)
  return readMatrix(new ByteReader(bytes, reader.label), context, depth + 1).value!
}

function readStruct(reader: ByteReader, shape: readonly number[], context: Mat5Context, depth: number): MatStruct {
  const names = fieldNames(reader, context.order)
  const count = elementCount(shape)
  const columns = new Map<string, MatValue[]>(names.map((name) => [name, []]))
  if (columns.size < names.length) throw reader.invalid('each field once', 'one twice')
  if (names.length > 0)
    for (let k = 0; k < count; k++) for (const name of names) columns.get(name)!.push(readChild(reader, context, depth))
  const fields = new Map([...columns].map(([name, values]) => [name, listToCOrder(values, shape)]))
  return { kind: 'struct', shape, fields }
}

function fieldNames(reader: ByteReader, order: ByteOrder): string[] {
  const [length = 0, ...more] = elementInts(reader, order, miType.int32, 'length of field names')
  const { bytes, type } = takeElement(reader, order, 'field names')
  if (length < 1 || more.length > 0 || type !== miType.int8 || bytes.length % length !== 0)
    throw reader.invalid('field names of one length', `${bytes.length} bytes for a length of ${length}`)
  return Array.from({ length: bytes.length / length }, (_, k) => {
    const text = Buffer.from(bytes.subarray(k * length, (k + 1) * length)).toString('utf8')
    return text.includes('\0') ? text.slice(0, text.indexOf('\0')) : text
  })
}

function readSparse(reader: ByteReader, { shape, complex, logical }: Head, context: Mat5Context): MatSparse {
  const rowIndices = elementInts(reader, context.order, miType.int32, 'row indices')
  const columnStarts = elementInts(reader, context.order, miType.int32, 'column starts')
  const count = columnStarts.at(-1) ?? 0
  const [rows = 0, columns = 0] = shape
  const ordered = columnStarts.every((start, k) => start >= (k === 0 ? 0 : columnStarts[k - 1]!))
  if (shape.length !== 2 || columnStarts.length !== columns + 1 || columnStarts[0] !== 0 || !ordered)
    throw reader.invalid(`${columns + 1} column starts in order`, `${columnStarts.length}`)
  // nzmax: room for more than there is.
  if (rowIndices.length < count || rowIndices.subarray(0, count).some((row) => row < 0 || row >= rows))
    throw reader.invalid(`${count} row indices below ${rows}`, 'fewer or others')
  const part = (what: string) => {
    const element = takeElement(reader, context.order, what)
    const stored = elementNumbers(element, context.order, reader, what)
    if (stored.length < count) throw reader.invalid(`${count} numbers as ${what}`, `${stored.length}`, element.at)
    context.budget.spend(8 * count)
    return Float64Array.from({ length: count }, (_, k) => Number(stored[k]))
  }
  const base = {
    kind: 'sparse' as const,
    class: logical ? ('logical' as const) : ('double' as const),
    shape,
    rowIndices: rowIndices.slice(0, count),
    columnStarts,
    data: part('real part'),
  }
  return complex ? { ...base, imaginary: part('imaginary part') } : base
}
