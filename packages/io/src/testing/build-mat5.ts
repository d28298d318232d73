import { deflateSync } from 'node:zlib'

/** A data element, little-endian and padded; its size may lie. */
export function matElement(type: number, content: Uint8Array, size = content.length): Buffer {
  const tag = Buffer.alloc(8)
  tag.writeUInt32LE(type, 0)
  tag.writeUInt32LE(size, 4)
  const padding = type === 15 ? 0 : (8 - (content.length % 8)) % 8
  return Buffer.concat([tag, content, Buffer.alloc(padding)])
}

const words = (...values: number[]) => Buffer.from(new Int32Array(values).buffer)

/** A matrix element: class and flags, dimensions, name, then what follows. */
export function matMatrix(flags: number, shape: readonly number[], name: string, ...parts: Uint8Array[]): Buffer {
  const head = [matElement(6, words(flags, 0)), matElement(5, words(...shape)), matElement(1, Buffer.from(name))]
  return matElement(14, Buffer.concat([...head, ...parts]))
}

/** Doubles as a part of a matrix. */
export const matDoubles = (...values: number[]) => matElement(9, Buffer.from(new Float64Array(values).buffer))

/** Int32 as a part of a matrix. */
export const matInts = (...values: number[]) => matElement(5, words(...values))

/** A compressed variable. */
export const matCompressed = (element: Uint8Array) => matElement(15, deflateSync(element))

/** A MAT-file of level 5 from its variables. */
export function buildMat5(...elements: Uint8Array[]): Uint8Array {
  const header = Buffer.alloc(128, ' ')
  header.writeUInt16LE(0x0100, 124)
  header.write('IM', 126)
  return Uint8Array.from(Buffer.concat([header, ...elements]))
}
