import type { Pace } from '../runtime/run-kernel.js'

/**
 * The specification of the factor: U, upper triangular, with U'U = x, of which the upper triangle is read; or x⁻¹.
 * @returns the first row whose pivot is not above zero, -1 where there is none
 */
export async function choleskyReference(
  x: Float64Array,
  n: number,
  inverse: boolean,
  out: Float64Array,
  pace: Pace,
): Promise<number> {
  const upper = inverse ? new Float64Array(n * n) : out.fill(0)
  for (let k = 0; k < n; k++) {
    for (let j = k; j < n; j++) {
      let value = x[k * n + j]!
      for (let i = 0; i < k; i++) value -= upper[i * n + k]! * upper[i * n + j]!
      if (j === k && !(value > 0 && value < Infinity)) return k
      upper[k * n + j] = j === k ? Math.sqrt(value) : value / upper[k * n + k]!
    }
    await pace((0.5 * k) / n)
  }
  if (inverse) await invert(upper, n, out, pace)
  return -1
}

/** Columns of (U'U)⁻¹: U'y = e, then U z = y. */
async function invert(upper: Float64Array, n: number, out: Float64Array, pace: Pace): Promise<void> {
  for (let c = 0; c < n; c++) {
    const z = new Float64Array(n)
    for (let k = c; k < n; k++) {
      let value = k === c ? 1 : 0
      for (let i = c; i < k; i++) value -= upper[i * n + k]! * z[i]!
      z[k] = value / upper[k * n + k]!
    }
    for (let k = n - 1; k >= 0; k--) {
      let value = z[k]!
      for (let j = k + 1; j < n; j++) value -= upper[k * n + j]! * z[j]!
      z[k] = value / upper[k * n + k]!
    }
    for (let k = c; k < n; k++) out[k * n + c] = out[c * n + k] = z[k]!
    await pace(0.5 + (0.5 * c) / n)
  }
}
