import type { Matrix } from '@likeness/core-native'
import type { LegacyStream } from './legacy-stream.js'

/**
 * The dictionary before training, units x atoms: standard normal draws times sqrt(1 / atoms); in float32 as published,
 * for float32 features.
 */
export function initialDictionary(stream: LegacyStream, like: Matrix, atoms: number): Matrix {
  const draws = stream.standardNormals(like.cols * atoms)
  if (like.data instanceof Float64Array)
    return { data: Float64Array.from(draws, (z) => z * Math.sqrt(1 / atoms)), rows: like.cols, cols: atoms }
  const factor = Math.fround(Math.sqrt(1 / atoms))
  return { data: Float32Array.from(draws, (z) => Math.fround(z) * factor), rows: like.cols, cols: atoms }
}
