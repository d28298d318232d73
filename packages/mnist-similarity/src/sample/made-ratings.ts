import { philox, type Philox } from '@likeness/core-native'

/** What is planted: correlations over the pairs that exist. */
export interface Planted {
  /** Of the mean rating with the network. */
  readonly network: number
  /** Of the two raters with each other. */
  readonly interRater: number
}

/**
 * Two made raters of image pairs, on a sliding scale of 1 to 10, whose correlations are planted exactly: the mean rating
 * is a mixture of the (standardised) network similarity and noise orthogonal to it, and the raters lie on either side
 * of it, by noise orthogonal to it.
 * @param similarities network similarities, at least 4, not all equal
 * @throws RangeError for fewer, for equal ones and for NaN
 */
export function madeRatings(similarities: readonly number[], seed: number, planted: Planted): [number[], number[]] {
  if (!(similarities.length >= 4 && Math.max(...similarities) > Math.min(...similarities)))
    throw new RangeError(
      `Expected at least 4 numbers that differ for similarities but received ${similarities.join(', ') || 'none'}`,
    )
  const random = philox(seed, 2 ** 40)
  const network = standardise(similarities)
  const r = planted.network
  const mean = standardise(mix(network, noise(random, [network]), r, Math.sqrt(1 - r * r)))
  // r12 = (vm - ve) / (vm + ve), with the variance ve of each rater's distance from the mean.
  const distance = Math.sqrt((1 - planted.interRater) / (1 + planted.interRater))
  const apart = noise(random, [mean])
  const raters = [1, -1].map((side) => mix(mean, apart, 1, side * distance))
  // One common scale for both keeps every correlation; 1 and 10 are the extreme ratings.
  const [least, most] = [Math.min(...raters.flat()), Math.max(...raters.flat())]
  const [first, second] = raters.map((rater) => rater.map((v) => 1 + 9 * ((v - least) / (most - least))))
  return [first!, second!]
}

/** Standard normal noise, standardised and orthogonal to each of some standardised vectors. */
function noise(random: Philox, others: readonly (readonly number[])[]): number[] {
  let v = others[0]!.map(() => random.normal())
  for (const other of others) {
    const share = v.reduce((sum, value, i) => sum + value * other[i]!, 0) / v.length
    v = mix(v, other, 1, -share)
  }
  return standardise(v)
}

function mix(x: readonly number[], y: readonly number[], a: number, b: number): number[] {
  return x.map((value, i) => a * value + b * y[i]!)
}

function standardise(v: readonly number[]): number[] {
  const mean = v.reduce((sum, value) => sum + value, 0) / v.length
  const sd = Math.sqrt(v.reduce((sum, value) => sum + (value - mean) ** 2, 0) / v.length)
  return v.map((value) => (value - mean) / sd)
}
