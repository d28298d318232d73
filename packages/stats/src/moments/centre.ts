/** Deviations of a vector from its mean, scaled by a power of two so that their squares neither overflow nor vanish. */
export interface Centred {
  /** (x - mean) * scale, n values; all NaN when x holds a NaN or an infinity. */
  deviations: Float64Array
  /** Sum of the squares of `deviations`. */
  sumOfSquares: number
  /** Mean of x. */
  mean: number
  /** Exact power of two, so it adds no rounding. */
  scale: number
}

/** Power of two that brings the largest magnitude into [1, 2); 1 for zeros; NaN for a NaN or an infinity. */
function powerOfTwoScale(x: ArrayLike<number>): number {
  let largest = 0
  for (let i = 0; i < x.length; i++) largest = Math.max(largest, Math.abs(x[i]!))
  if (largest === 0) return 1
  if (!Number.isFinite(largest)) return NaN
  // 2^1023 is the largest power of two there is; the smallest numbers then stay below 1, which does no harm.
  return 2 ** Math.min(1023, -Math.floor(Math.log2(largest)))
}

/**
 * Two-pass centring: the mean, then a correction by the mean residual (Chan, Golub & LeVeque 1983, "Algorithms for
 * computing the sample variance"). Keeps about 1e-16 * |mean| / deviation of relative accuracy, as good as the input.
 * @param x n >= 1 numbers
 */
export function centre(x: ArrayLike<number>): Centred {
  const n = x.length
  const scale = powerOfTwoScale(x)
  const deviations = new Float64Array(n)
  let sum = 0
  for (let i = 0; i < n; i++) sum += x[i]! * scale
  const first = sum / n
  let residual = 0
  for (let i = 0; i < n; i++) residual += x[i]! * scale - first
  const rest = residual / n
  let sumOfSquares = 0
  for (let i = 0; i < n; i++) {
    const deviation = x[i]! * scale - first - rest
    deviations[i] = deviation
    sumOfSquares += deviation * deviation
  }
  return { deviations, sumOfSquares, mean: (first + rest) / scale, scale }
}

/** Whether all values of a non-empty vector are equal, by comparison and not by a variance that rounding may fill. */
export function isConstant(x: ArrayLike<number>): boolean {
  for (let i = 1; i < x.length; i++) if (x[i] !== x[0]) return false
  return x[0] === x[0]
}
