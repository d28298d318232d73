import type { ColumnMoments } from './column-moments.reference.js'

/** How residuals' covariance is shrunk. */
export const shrinkages = ['ledoit-wolf', 'diagonal', 'none'] as const
export type Shrinkage = (typeof shrinkages)[number]

interface Sample {
  readonly moments: ColumnMoments
  readonly channels: number
  /** Rows that the moments are sums over. */
  readonly count: number
  readonly degreesOfFreedom: number
}

/** How far the covariance goes to its target: 0 not at all, 1 altogether. */
export function intensity(shrinkage: Shrinkage, sample: Sample): number {
  if (shrinkage === 'none') return 0
  return shrinkage === 'diagonal' ? towardsDiagonal(sample) : towardsIdentity(sample)
}

/** Ledoit and Wolf 2004, lemma 3.2 ff.: b² / d², of the covariance that divides by the count. */
function towardsIdentity({ moments: { products, fourth }, channels, count }: Sample): number {
  let [trace, squares] = [0, 0]
  for (let k = 0; k < products.length; k++) squares += (products[k]! / count) ** 2
  for (let i = 0; i < channels; i++) trace += products[i * (channels + 1)]! / count
  const distance = squares - trace ** 2 / channels
  const error = Math.min((fourth[0]! / count - squares) / count, distance)
  return error > 0 ? error / distance : 0
}

/** Schäfer and Strimmer 2005, section 2.4: Σ Var(r) / Σ r² over the correlations of different channels. */
function towardsDiagonal({ moments: { products, squares }, channels, count, degreesOfFreedom }: Sample): number {
  let [variances, total] = [0, 0]
  for (let i = 0; i < channels; i++)
    for (let j = 0; j < channels; j++) {
      const scale = products[i * (channels + 1)]! * products[j * (channels + 1)]!
      if (i === j || scale === 0) continue
      const r2 = products[i * channels + j]! ** 2 / scale
      variances += (count / degreesOfFreedom) * (squares![i * channels + j]! / scale - r2 / count)
      total += r2
    }
  return total > 0 ? Math.min(1, Math.max(0, variances / total)) : variances > 0 ? 1 : 0
}

/** The shrunk covariance: (1 - intensity) S + intensity T, T the mean variance times the identity, or S's diagonal. */
export function shrunk(shrinkage: Shrinkage, lambda: number, sample: Sample): Float64Array {
  const { channels, degreesOfFreedom } = sample
  const covariance = sample.moments.products.map((product) => product / degreesOfFreedom)
  let mean = 0
  for (let i = 0; i < channels; i++) mean += covariance[i * (channels + 1)]! / channels
  for (let i = 0; i < channels; i++)
    for (let j = 0; j < channels; j++) {
      const at = i * channels + j
      if (i !== j) covariance[at]! *= 1 - lambda
      else if (shrinkage === 'ledoit-wolf') covariance[at] = (1 - lambda) * covariance[at]! + lambda * mean
    }
  return covariance
}
