import { copyElements } from './copy-elements.js'
import { elementCount } from './element-count.js'
import type { NpyData } from './elements.js'
import { shapeText } from './format-error.js'

const MAX_RANK = 32

const descrByTag = new Map([
  ['Int8Array', '|i1'],
  ['Int16Array', '<i2'],
  ['Int32Array', '<i4'],
  ['BigInt64Array', '<i8'],
  ['Uint8Array', '|u1'],
  ['Uint16Array', '<u2'],
  ['Uint32Array', '<u4'],
  ['BigUint64Array', '<u8'],
  ['Float32Array', '<f4'],
  ['Float64Array', '<f8'],
])

/**
 * Writes an npy 1.0 file: little-endian, C order, header padded with spaces so that the data start at a multiple of
 * 64 bytes. Source: numpy.lib.format.
 * @param data elements in C order; a Node Buffer is written as uint8
 * @param shape dimensions whose product is `data.length`; `[]` for one element; at most 32, NumPy 1's limit
 * @throws TypeError for another array type or a shape that does not fit
 */
export function writeNpy(data: NpyData, shape: readonly number[]): Uint8Array {
  const type = Object.prototype.toString.call(data).slice(8, -1)
  const descr = descrByTag.get(type)
  if (!descr) throw new TypeError(`Expected one of ${[...descrByTag.keys()].join(', ')} for data but received ${type}`)
  checkShape(shape, data.length)
  const header = headerBytes(descr, shape)
  const body = new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
  const file = new Uint8Array(header.length + body.length)
  file.set(header)
  file.set(new Uint8Array(copyElements(body, data.BYTES_PER_ELEMENT, 'little')), header.length)
  return file
}

/**
 * The header alone of the file that `writeNpy` writes for a matrix or array of float32 numbers, for a file that is written in
 * parts: its values follow it, little-endian, in C order.
 * @throws TypeError for a shape that is none
 */
export function npyHeaderFloat32(shape: readonly number[]): Uint8Array {
  checkShape(shape, elementCount(shape))
  return headerBytes('<f4', shape)
}

function checkShape(shape: readonly number[], length: number): void {
  const valid = Array.isArray(shape) && shape.every((size) => Number.isSafeInteger(size) && size >= 0)
  if (!valid || shape.length > MAX_RANK)
    throw new TypeError(`Expected at most ${MAX_RANK} integers >= 0 for shape but received ${String(shape)}`)
  if (elementCount(shape) !== length)
    throw new TypeError(`Expected a shape of ${length} elements for shape but received ${shapeText(shape)}`)
}

function headerBytes(descr: string, shape: readonly number[]): Uint8Array {
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`
  const text = `{'descr': '${descr}', 'fortran_order': False, 'shape': ${tuple}, }`
  const total = Math.ceil((10 + text.length + 1) / 64) * 64
  const length = total - 10
  const prefix = Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, length & 0xff, length >> 8])
  return Buffer.concat([prefix, Buffer.from(`${text.padEnd(length - 1)}\n`, 'latin1')])
}
