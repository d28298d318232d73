import type { Matrix } from '../runtime/matrix.js'
import type { Pace } from '../runtime/run-kernel.js'

/** The specification of whitening: out = x U'. */
export async function whitenReference(
  x: Matrix<Float64Array>,
  factor: Float64Array,
  out: Float64Array,
  pace: Pace,
): Promise<void> {
  const { data, rows, cols } = x
  for (let i = 0; i < rows; i++)
    for (let k = 0; k < cols; k++) {
      let sum = 0
      for (let c = 0; c < cols; c++) sum += data[i * cols + c]! * factor[k * cols + c]!
      out[i * cols + k] = sum
      await pace((i * cols + k) / out.length)
    }
}
