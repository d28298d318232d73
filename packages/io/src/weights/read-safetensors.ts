import { ByteReader } from '../byte-reader.js'
import { elementCount } from '../element-count.js'
import { badBoolean, decodeElements, itemSizeOf, type TensorArray, type TensorDtype } from '../elements.js'
import { formatError, formatLabel, quote, requireBytes, shapeText } from '../format-error.js'
import { isJsonObject, isJsonShape, type Json, parseJson } from '../json.js'
import { safeSize } from '../zip/zip64-field.js'

/** What a safetensors file holds: tensors in the order of their bytes, and texts about them. */
export interface Safetensors {
  readonly tensors: Map<string, TensorArray>
  readonly metadata: Map<string, string>
}

interface Extent {
  readonly name: string
  readonly dtype: TensorDtype
  readonly shape: readonly number[]
  readonly begin: number
  readonly end: number
}

const dtypes: ReadonlyMap<string, TensorDtype> = new Map([
  ['BOOL', 'bool'],
  ['U8', 'uint8'],
  ['I8', 'int8'],
  ['U16', 'uint16'],
  ['I16', 'int16'],
  ['U32', 'uint32'],
  ['I32', 'int32'],
  ['U64', 'uint64'],
  ['I64', 'int64'],
  ['F16', 'float16'],
  ['BF16', 'bfloat16'],
  ['F32', 'float32'],
  ['F64', 'float64'],
])
const METADATA = '__metadata__'

/**
 * Reads safetensors: the length of a header as u64, the header (JSON: name -> dtype, shape, data_offsets), then the
 * elements, little-endian in C order. Tensors must fill the rest of the file without gap or overlap.
 * Memory: the elements; float16 and bfloat16 double. Source: huggingface/safetensors, README and `tensor.rs`.
 * @throws FormatError `INVALID_FORMAT` for damage, truncation, names that repeat, sizes that do not fit the shape, or
 *   bytes of no tensor; `UNSUPPORTED_FORMAT`, naming it, for another dtype (complex, 4 and 8 bit floats)
 * @throws TypeError when `bytes` is no Uint8Array
 */
export function readSafetensors(bytes: Uint8Array, options: { readonly name?: string } = {}): Safetensors {
  requireBytes(bytes)
  const reader = new ByteReader(bytes, formatLabel('safetensors', options.name))
  const header = reader.take(safeSize(reader.i64le('header length'), reader), 'header')
  if (header[0] !== 0x7b) throw reader.invalid('a header that begins with {', `byte ${header[0]}`, 8)
  const entries = Object.entries(parseJson(header, 'the header', reader.label) as Record<string, Json>)
  const metadata = readMetadata(entries.find(([name]) => name === METADATA)?.[1] ?? {}, reader.label)
  const extents = entries
    .filter(([name]) => name !== METADATA)
    .map(([name, entry]) => extentOf(name, entry, reader.label))
  return { tensors: readExtents(reader, extents), metadata }
}

function readMetadata(value: Json, label: string): Map<string, string> {
  if (!isJsonObject(value) || !Object.values(value).every((text) => typeof text === 'string'))
    throw formatError('INVALID_FORMAT', label, `an object of strings as ${METADATA}`, 'another value')
  return new Map(Object.entries(value as Record<string, string>))
}

function extentOf(name: string, entry: Json, label: string): Extent {
  const tensor = `tensor ${quote(name)}`
  const invalid = (expected: string, received: string) => formatError('INVALID_FORMAT', label, expected, received)
  if (!isJsonObject(entry)) throw invalid(`an object as ${tensor}`, 'another value')
  const { dtype: code, shape, data_offsets: offsets } = entry
  if (typeof code !== 'string' || !isJsonShape(shape) || !isJsonShape(offsets) || offsets.length !== 2)
    throw invalid(`dtype, shape and two data_offsets of ${tensor}`, 'other values')
  const dtype = dtypes.get(code)
  if (!dtype) {
    const known = `one of the dtypes ${[...dtypes.keys()].join(', ')} for ${tensor}`
    throw formatError('UNSUPPORTED_FORMAT', label, known, quote(code))
  }
  const [begin, end] = offsets as readonly [number, number]
  const size = elementCount(shape) * itemSizeOf(dtype)
  if (end - begin !== size) throw invalid(`${size} bytes of ${tensor} (${code}, ${shapeText(shape)})`, `${end - begin}`)
  return { name, dtype, shape, begin, end }
}

function readExtents(reader: ByteReader, extents: readonly Extent[]): Map<string, TensorArray> {
  const start = reader.offset
  const tensors = new Map<string, TensorArray>()
  for (const { name, dtype, shape, begin, end } of [...extents].sort((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (start + begin !== reader.offset)
      throw reader.invalid(
        `tensor ${quote(name)} at offset ${reader.offset - start}`,
        `offset ${begin}: a gap or an overlap`,
      )
    const at = reader.offset
    const data = decodeElements(reader.take(end - begin, `tensor ${quote(name)}`), dtype, 'little')
    const bad = dtype === 'bool' ? badBoolean(data as Uint8Array) : -1
    if (bad >= 0) throw reader.invalid('0 or 1 as a bool', `${data[bad]}`, at + bad)
    tensors.set(name, { data, shape, dtype })
  }
  if (reader.remaining > 0) throw reader.invalid('the end of the file', `${reader.remaining} further bytes`)
  return tensors
}
