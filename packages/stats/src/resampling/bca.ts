import { normalCdf } from '../distributions/normal-cdf.js'
import { normalQuantile } from '../distributions/normal-quantile.js'
import type { Bounds } from '../result.js'

/** Acceleration from leave-one-out values: sum d^3 / (6 (sum d^2)^(3/2)), d = mean - value (Efron 1987, 6.6). */
export function acceleration(jackknife: Float64Array): number {
  const centre = jackknife.reduce((a, b) => a + b) / jackknife.length
  let squares = 0
  let cubes = 0
  for (const value of jackknife) {
    const d = centre - value
    squares += d * d
    cubes += d * d * d
  }
  return cubes / (6 * squares ** 1.5)
}

/** Normal score of the share of resampled values below the estimate; values equal to it count half. */
export function biasCorrection(estimate: number, values: Float64Array): number {
  let below = 0
  for (const value of values) below += value < estimate ? 1 : value === estimate ? 0.5 : 0
  return normalQuantile(below / values.length)
}

/**
 * Probabilities at which BCa reads the resampled values: cdf(z0 + (z0 + z) / (1 - a (z0 + z))) (Efron 1987).
 * NaN when the bias correction is infinite (all values on one side) or the acceleration is undefined.
 */
export function bcaProbabilities(z0: number, a: number, level: number): Bounds {
  const at = (p: number) => {
    const z = z0 + normalQuantile(p)
    return normalCdf(z0 + z / (1 - a * z))
  }
  return Number.isFinite(z0) ? [at((1 - level) / 2), at((1 + level) / 2)] : [NaN, NaN]
}
