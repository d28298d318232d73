import type { Float, Matrix } from '../runtime/matrix.js'
import type { Pace } from '../runtime/run-kernel.js'

/** The specification of crossnobis: for each pair the mean over ordered pairs of different folds that both have. */
export async function crossnobisReference(
  x: Matrix<Float64Array>,
  present: Int32Array,
  folds: number,
  out: Float,
  pace: Pace,
): Promise<void> {
  const conditions = present.length / folds
  let k = 0
  for (let i = 0; i < conditions; i++)
    for (let j = i + 1; j < conditions; j++) {
      const shared = Array.from({ length: folds }, (_, m) => m).filter(
        (m) => present[i * folds + m] && present[j * folds + m],
      )
      const differences = shared.map((m) => difference(x, i * folds + m, j * folds + m))
      out[k++] = meanOfProducts(differences) / x.cols
      await pace(k / out.length)
    }
}

function difference({ data, cols }: Matrix, i: number, j: number): Float64Array {
  return Float64Array.from({ length: cols }, (_, c) => data[i * cols + c]! - data[j * cols + c]!)
}

function meanOfProducts(differences: readonly Float64Array[]): number {
  let sum = 0
  let pairs = 0
  for (const d of differences)
    for (const e of differences) {
      if (d === e) continue
      sum += d.reduce((product, value, c) => product + value * e[c]!, 0)
      pairs++
    }
  return sum / pairs
}
