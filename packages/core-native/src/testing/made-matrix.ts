import type { Float, Matrix } from '../runtime/matrix.js'

export type FloatType = 'float32' | 'float64'

/** Seeded made data for tests: roughly normal values, the same on every machine (a 32-bit xorshift). */
export function madeMatrix<T extends FloatType>(
  type: T,
  rows: number,
  cols: number,
  value: (normal: number, row: number, col: number) => number = (normal) => normal,
): Matrix<T extends 'float32' ? Float32Array : Float64Array> {
  let state = 2463534242 ^ (rows * 65537 + cols)
  const uniform = () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 2 ** 32
  }
  const data: Float = type === 'float32' ? new Float32Array(rows * cols) : new Float64Array(rows * cols)
  for (let k = 0; k < data.length; k++)
    data[k] = value(uniform() + uniform() + uniform() + uniform() - 2, Math.floor(k / cols), k % cols)
  return { data: data as T extends 'float32' ? Float32Array : Float64Array, rows, cols }
}

/** A value for `madeMatrix` whose float64 sums round: without it they are exact, since values have 32 bits. */
export const fullMantissa = (normal: number) => normal * Math.PI

/** A matrix in float64, as which every reference computes. */
export const wide = (m: Matrix): Matrix<Float64Array> => ({ ...m, data: Float64Array.from(m.data) })

/** The bytes of a float array, for comparing bits (NaN included). */
export function bits(x: Float): Buffer {
  return Buffer.from(x.buffer, x.byteOffset, x.byteLength)
}
