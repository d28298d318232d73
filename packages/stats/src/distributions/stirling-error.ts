// B(2k) / (2k (2k - 1)) with Bernoulli numbers B: coefficients of Stirling's series (DLMF 5.11.1).
const COEFFICIENTS = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156]
// From here on the first term left out, 3617 / 122400 / z^15, is below 1e-17.
const ASYMPTOTIC = 13

/**
 * What Stirling's formula leaves out: ln Gamma(z) - [(z - 1/2) ln z - z + ln(2 pi) / 2], for z > 0, to 1e-15 absolute.
 * Series from 13 up; below, the recurrence s(z) = s(z + 1) + (z + 1/2) ln(1 + 1/z) - 1.
 */
export function stirlingError(z: number): number {
  let sum = 0
  while (z < ASYMPTOTIC) {
    sum += (z + 0.5) * Math.log1p(1 / z) - 1
    z += 1
  }
  const inverseSquare = 1 / (z * z)
  let series = 0
  for (let k = COEFFICIENTS.length - 1; k >= 0; k--) series = series * inverseSquare + COEFFICIENTS[k]!
  return sum + series / z
}
