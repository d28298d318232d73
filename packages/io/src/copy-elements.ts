export type ByteOrder = 'little' | 'big'

const hostOrder: ByteOrder = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? 'little' : 'big'

/**
 * Elements of a file in a fresh, aligned buffer, in the byte order of this machine: what a typed array can view.
 * @param bytes whole elements: length a multiple of `itemSize`
 * @param order byte order of the elements in `bytes`; the same call turns host order into file order
 */
export function copyElements(bytes: Uint8Array, itemSize: number, order: ByteOrder): ArrayBuffer {
  const buffer = new ArrayBuffer(bytes.length)
  new Uint8Array(buffer).set(bytes)
  if (order !== hostOrder) swap(Buffer.from(buffer), itemSize)
  return buffer
}

function swap(buffer: Buffer, itemSize: number): void {
  if (itemSize === 2) buffer.swap16()
  if (itemSize === 4) buffer.swap32()
  if (itemSize === 8) buffer.swap64()
}
