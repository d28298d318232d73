import { gzipSync } from 'node:zlib'
import type { Labelled } from '../src/train/training-set.js'

/** An idx file of bytes, as MNIST has them, compressed. */
export function idx(shape: readonly number[], data: Uint8Array): Uint8Array {
  const header = Buffer.from([0, 0, 8, shape.length, ...shape.flatMap((n) => [n >>> 24, n >>> 16, n >>> 8, n])])
  return gzipSync(Buffer.concat([header, data]))
}

/** The two files of one of MNIST's parts, by their names in data.json, with images in their place. */
export const idxPair = (part: 'train' | 't10k', { images, labels }: Labelled): Record<string, Uint8Array> => ({
  [`mnist/${part}-images-idx3-ubyte.gz`]: idx([images.rows, 28, 28], images.data),
  [`mnist/${part}-labels-idx1-ubyte.gz`]: idx([images.rows], labels),
})
