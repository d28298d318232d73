import type { ResamplingComparison } from './comparison.js'

/** Average ranks, doubled: integers. */
export function doubledRanks(x: ArrayLike<number>): Float64Array {
  const order = Array.from(x, (_, i) => i).sort((a, b) => (x[a]! < x[b]! ? -1 : x[a]! > x[b]! ? 1 : 0))
  const ranks = new Float64Array(x.length)
  for (let from = 0, to; from < order.length; from = to) {
    for (to = from + 1; to < order.length && x[order[to]!] === x[order[from]!];) to++
    for (let k = from; k < to; k++) ranks[order[k]!] = from + to + 1
  }
  return ranks
}

const product = (x: ArrayLike<number>, y: ArrayLike<number>) => {
  let sum = 0
  for (let k = 0; k < x.length; k++) sum += x[k]! * y[k]!
  return sum
}

/** Kendall's S and the pairs that are tied in x and in y, each pair of entries on its own. */
function countPairs(x: ArrayLike<number>, y: ArrayLike<number>) {
  let [s, tiedX, tiedY] = [0, 0, 0]
  for (let i = 0; i < x.length; i++)
    for (let j = 0; j < i; j++) {
      s += Math.sign(Number(x[i]! > x[j]!) - Number(x[i]! < x[j]!)) * (Number(y[i]! > y[j]!) - Number(y[i]! < y[j]!))
      tiedX += Number(x[i] === x[j])
      tiedY += Number(y[i] === y[j])
    }
  return { s, tiedX, tiedY }
}

function moments(x: Float64Array, y: Float64Array, centre: boolean): number {
  const deviations = (v: Float64Array) => {
    const mean = centre ? v.reduce((a, b) => a + b, 0) / v.length : 0
    return v.map((value) => value - mean)
  }
  // A constant vector's mean need not round to its value.
  const constant = (v: Float64Array) => centre && v.every((value) => value === v[0])
  if (constant(x) || constant(y)) return NaN
  const [a, b] = [deviations(x), deviations(y)]
  return product(a, b) / Math.sqrt(product(a, a)) / Math.sqrt(product(b, b))
}

/** The comparison of two vectors: the specification, in naive float64. NaN where it is not defined. */
export function compareReference(x: Float64Array, y: Float64Array, comparison: ResamplingComparison): number {
  if (x.some(Number.isNaN) || y.some(Number.isNaN)) return NaN
  return Math.max(-1, Math.min(1, compareDefined(x, y, comparison)))
}

function compareDefined(x: Float64Array, y: Float64Array, comparison: ResamplingComparison): number {
  const n = x.length
  if (comparison === 'pearson' || comparison === 'cosine') return moments(x, y, comparison === 'pearson')
  if (comparison === 'tau-a' || comparison === 'tau-b') {
    const { s, tiedX, tiedY } = countPairs(x, y)
    const pairs = (n * (n - 1)) / 2
    return comparison === 'tau-a' ? s / pairs : s / Math.sqrt((pairs - tiedX) * (pairs - tiedY))
  }
  // Doubled ranks less their doubled mean, n + 1: integers.
  const [a, b] = [doubledRanks(x).map((r) => r - (n + 1)), doubledRanks(y).map((r) => r - (n + 1))]
  if (comparison === 'rho-a') return (3 * product(a, b)) / (n * (n * n - 1))
  return product(a, b) / Math.sqrt(product(a, a) * product(b, b))
}
