/** One layer as the file holds it: parts that need not agree. */
export interface RawLayer {
  readonly count: number
  readonly codebook: readonly number[]
  readonly bias: readonly number[]
  readonly codes: readonly number[]
  readonly gaps: readonly number[]
}

/** A file of Deep Compression from its layers: all counts, then each layer. */
export function buildDeepCompression(layers: readonly RawLayer[]): Uint8Array {
  const counts = Buffer.alloc(4 * layers.length)
  layers.forEach(({ count }, k) => counts.writeUInt32LE(count, 4 * k))
  return Uint8Array.from(Buffer.concat([counts, ...layers.map(layerBytes)]))
}

function layerBytes({ codebook, bias, codes, gaps }: RawLayer): Buffer {
  const floats = new Float32Array([...Array.from({ length: 256 }, (_, k) => codebook[k] ?? 0), ...bias])
  const packed = Buffer.alloc(Math.ceil(gaps.length / 2))
  gaps.forEach((gap, k) => (packed[k >> 1]! |= gap << (4 * (k & 1))))
  return Buffer.concat([Buffer.from(floats.buffer), Uint8Array.from(codes), packed])
}

/** The shapes of `smallDeepCompression`. */
export const smallLayers = [
  { name: 'a', shape: [2, 3, 2, 2] },
  { name: 'b', shape: [1, 2, 1, 1] },
] as const

/** Two layers: five weights of 24 with a filler, and one weight of two. */
export function smallDeepCompression(): Uint8Array {
  const a = { count: 5, codebook: [0, 0.5, -0.25, 3], bias: [1, -1], codes: [1, 2, 0, 3, 2], gaps: [0, 2, 15, 0, 2] }
  const b = { count: 1, codebook: [0, 7], bias: [0.125], codes: [1], gaps: [1] }
  return buildDeepCompression([a, b])
}
