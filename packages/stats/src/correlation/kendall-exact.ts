/**
 * P(D <= d) for the number D of inversions of a uniformly random order of n (Kendall 1970, "Rank correlation methods",
 * section 5): D is a sum of independent uniforms on {0, ..., j - 1}, j = 2, ..., n. All sums are of positive terms.
 * @param n values without ties
 * @param d number of inversions, from -1 (probability 0) to n (n - 1) / 2
 */
export function inversionCdf(n: number, d: number): number {
  if (d < 0) return 0
  let mass = new Float64Array(d + 1)
  mass[0] = 1
  for (let j = 2; j <= n; j++) {
    const next = new Float64Array(d + 1)
    for (let k = 0; k <= d; k++) {
      let sum = 0
      for (let i = Math.max(0, k - j + 1); i <= k; i++) sum += mass[i]!
      next[k] = sum / j
    }
    mass = next
  }
  return Math.min(
    1,
    mass.reduce((a, b) => a + b),
  )
}
