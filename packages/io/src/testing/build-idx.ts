import { gzipSync } from 'node:zlib'

/** An idx file: type code, dimensions and raw element bytes (big-endian), which need not agree. */
export function buildIdx(typeCode: number, shape: readonly number[], elements: Uint8Array): Uint8Array {
  const header = new Uint8Array(4 + 4 * shape.length)
  header.set([0, 0, typeCode, shape.length])
  const view = new DataView(header.buffer)
  shape.forEach((size, k) => view.setUint32(4 + 4 * k, size))
  return Uint8Array.from([...header, ...elements])
}

/** The same, gzipped. */
export function buildIdxGz(typeCode: number, shape: readonly number[], elements: Uint8Array): Uint8Array {
  return Uint8Array.from(gzipSync(buildIdx(typeCode, shape, elements)))
}

/** `count` bytes that do not repeat soon. */
export function someBytes(count: number): Uint8Array {
  return Uint8Array.from({ length: count }, (_, k) => (k * k * 31 + k * 7 + (k >> 3)) & 0xff)
}
