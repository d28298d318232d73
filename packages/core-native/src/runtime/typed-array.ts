import { CoreNativeError, invalid } from './errors.js'

// The prototype's own getters: an array may have properties of these names that say something else.
const typedArray: object = Object.getPrototypeOf(Float32Array.prototype)
const read = (name: 'buffer' | 'byteOffset' | 'byteLength' | 'length') =>
  Object.getOwnPropertyDescriptor(typedArray, name)!.get!
const [bufferOf, lengthOf] = [read('buffer'), read('length')]
const [offsetOf, sizeOf] = [read('byteOffset'), read('byteLength')]

/** Whether a value is a typed array of one of these types, of this realm or another. */
export function isTyped(value: unknown, types: readonly string[]): value is ArrayBufferView {
  return ArrayBuffer.isView(value) && types.includes((value as Float32Array)[Symbol.toStringTag])
}

/** The bytes of a typed array, whatever its own properties say. */
export function bytesOf(array: ArrayBufferView): Uint8Array {
  const buffer = bufferOf.call(array) as ArrayBufferLike
  return new Uint8Array(buffer, offsetOf.call(array) as number, sizeOf.call(array) as number)
}

/**
 * The length of a typed array, whatever its own properties say: 0 for a detached buffer.
 * @throws CoreNativeError INVALID_ARGUMENT for a resizable buffer, which can shrink while a kernel reads it
 */
export function fixedLength(array: ArrayBufferView, name: string): number {
  if ((bufferOf.call(array) as { resizable?: boolean }).resizable)
    throw invalid('a buffer of fixed length', name, array)
  return lengthOf.call(array) as number
}

/**
 * Checks a typed array.
 * @returns its length
 * @throws CoreNativeError INVALID_ARGUMENT (another type, a resizable buffer), INVALID_SHAPE (another length)
 */
export function checkTyped(value: unknown, types: readonly string[], name: string, length?: number): number {
  if (!isTyped(value, types)) throw invalid(`${article(types[0]!)} ${types.join(' or ')}`, name, value)
  const actual = fixedLength(value, name)
  if (length !== undefined && actual !== length)
    throw new CoreNativeError('INVALID_SHAPE', `Expected ${length} values for ${name} but received ${actual}`)
  return actual
}

const article = (type: string) => (type.startsWith('Int') ? 'an' : 'a')
