import type { Matrix } from '../runtime/matrix.js'
import type { Pace } from '../runtime/run-kernel.js'

/** Sums over the rows of a matrix, each run of rows less its own means. */
export interface ColumnMoments {
  /** cols x cols: Σ x_i x_j. */
  readonly products: Float64Array
  /** cols x cols: Σ x_i² x_j², where wanted. */
  readonly squares: Float64Array | undefined
  /** One value: Σ (Σ_i x_i²)². */
  readonly fourth: Float64Array
}

/** The specification of the moments: naive float64. */
export async function columnMomentsReference(
  x: Matrix,
  offsets: Int32Array,
  { products, squares, fourth }: ColumnMoments,
  pace: Pace,
): Promise<void> {
  const { cols } = x
  const values = centredRuns(x, offsets)
  for (let t = 0; t < x.rows; t++) {
    const row = values.subarray(t * cols, (t + 1) * cols)
    fourth[0]! += row.reduce((sum, value) => sum + value ** 2, 0) ** 2
    for (let i = 0; i < cols; i++)
      for (let j = 0; j < cols; j++) {
        const product = row[i]! * row[j]!
        products[i * cols + j]! += product
        if (squares) squares[i * cols + j]! += product ** 2
      }
    await pace(t / x.rows)
  }
}

function centredRuns({ data, cols }: Matrix, offsets: Int32Array): Float64Array {
  const values = Float64Array.from(data)
  for (let run = 0; run + 1 < offsets.length; run++) {
    const [from, to] = [offsets[run]!, offsets[run + 1]!]
    for (let c = 0; c < cols; c++) {
      let sum = 0
      for (let t = from; t < to; t++) sum += values[t * cols + c]!
      for (let t = from; t < to; t++) values[t * cols + c]! -= sum / (to - from)
    }
  }
  return values
}
