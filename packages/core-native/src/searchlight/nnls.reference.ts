/**
 * Weights of the columns, none negative, that come nearest to the target in squares: the best of the least squares on
 * every subset of the columns whose weights are not negative. 2^columns subsets, so for few columns.
 */
export function nnlsReference(columns: readonly Float64Array[], target: Float64Array): number[] {
  let best = columns.map(() => 0)
  let least = squares(target)
  for (let subset = 1; subset < 2 ** columns.length; subset++) {
    const chosen = columns.map((_, k) => k).filter((k) => subset & (1 << k))
    const weights = leastSquares(
      chosen.map((k) => columns[k]!),
      target,
    )
    if (!weights || weights.some((weight) => weight < 0)) continue
    const error = squares(
      target.map((value, row) => value - chosen.reduce((sum, k, i) => sum + weights[i]! * columns[k]![row]!, 0)),
    )
    if (error >= least) continue
    least = error
    best = columns.map((_, k) => weights[chosen.indexOf(k)] ?? 0)
  }
  return best
}

const squares = (values: Float64Array) => values.reduce((sum, value) => sum + value * value, 0)

/** By modified Gram-Schmidt; undefined where the columns depend on one another. */
function leastSquares(columns: readonly Float64Array[], target: Float64Array): number[] | undefined {
  const n = columns.length
  const q = columns.map((column) => Float64Array.from(column))
  const r = columns.map(() => new Float64Array(n))
  for (let j = 0; j < n; j++) {
    for (let i = 0; i < j; i++) {
      r[i]![j] = dot(q[i]!, q[j]!)
      for (let row = 0; row < target.length; row++) q[j]![row]! -= r[i]![j]! * q[i]![row]!
    }
    r[j]![j] = Math.sqrt(squares(q[j]!))
    if (r[j]![j]! <= 1e-6 * Math.sqrt(squares(columns[j]!))) return undefined
    q[j] = q[j]!.map((value) => value / r[j]![j]!)
  }
  const weights = q.map((column) => dot(column, target))
  for (let i = n - 1; i >= 0; i--) {
    for (let j = i + 1; j < n; j++) weights[i]! -= r[i]![j]! * weights[j]!
    weights[i]! /= r[i]![i]!
  }
  return weights
}

const dot = (x: Float64Array, y: Float64Array) => x.reduce((sum, value, k) => sum + value * y[k]!, 0)
