const INVERSE_SQRT_2PI = 0.3989422804014327
// Below this the power series, above it the continued fraction: both need some 60 terms here.
const TAIL = 2.5

/** Density of the standard normal; the rounding of z^2 is handed on, so that the far tail keeps its digits. */
export const normalPdf = (z: number): number => {
  // Veltkamp split: z = high + low with high * high exact (Dekker 1971).
  const high = Math.fround(z)
  const low = z - high
  return INVERSE_SQRT_2PI * Math.exp(-0.5 * high * high) * Math.exp(-low * (high + 0.5 * low))
}

/**
 * Area under the standard normal between 0 and z, |z| below about 6, to full relative accuracy: density times
 * z + z^3 / 3 + z^5 / (3 5) + ... (Abramowitz & Stegun 1964, 26.2.11); all terms have one sign.
 */
export function normalCentralArea(z: number): number {
  let term = z
  let sum = z
  for (let k = 3; Math.abs(term) > 1e-17 * Math.abs(sum); k += 2) {
    term *= (z * z) / k
    sum += term
  }
  return normalPdf(z) * sum
}

/**
 * Mills ratio (1 - cdf) / density for z >= 2.5: the continued fraction 1 / (z + 1 / (z + 2 / (z + ...))) (Abramowitz &
 * Stegun 1964, 26.2.14), summed from the back over a length that suffices at 2.5.
 */
export function normalMillsRatio(z: number): number {
  const terms = Math.ceil(12 + 900 / (z * z))
  let rest = z
  for (let k = terms; k > 0; k--) rest = z + k / rest
  return 1 / rest
}

/**
 * Cumulative distribution function of the standard normal.
 * @param z standard score
 * @returns P(Z <= z), relative error below 1e-13 in both tails while the result is a normal number; NaN for NaN
 */
export function normalCdf(z: number): number {
  if (Number.isNaN(z)) return NaN
  if (z < -39) return 0
  if (z > 9) return 1
  if (z < -TAIL) return normalPdf(z) * normalMillsRatio(-z)
  if (z > TAIL) return 1 - normalPdf(z) * normalMillsRatio(z)
  return 0.5 + normalCentralArea(z)
}
