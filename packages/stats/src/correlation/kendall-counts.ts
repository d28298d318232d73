import { countInversions } from './count-inversions.js'

/** Sums over groups of tied values, t values in each. */
export interface Ties {
  /** sum t (t - 1) / 2: tied pairs. */
  pairs: number
  /** sum t (t - 1) (t - 2). */
  triples: number
  /** sum t (t - 1) (2 t + 5). */
  weighted: number
}

/** Exact pair counts of two vectors without NaN. */
export interface KendallCounts {
  /** n (n - 1) / 2. */
  pairs: number
  /** Pairs ordered in opposite ways. */
  discordant: number
  /** Concordant minus discordant pairs (Kendall's S). */
  score: number
  x: Ties
  y: Ties
}

/** Collects ties of 0, ..., n - 1 under a relation that holds only for neighbours of one group. */
function countTies(n: number, sameAsPrevious: (i: number) => boolean): Ties {
  const ties = { pairs: 0, triples: 0, weighted: 0 }
  let t = 1
  for (let i = 1; i <= n; i++) {
    if (i < n && sameAsPrevious(i)) {
      t++
      continue
    }
    ties.pairs += (t * (t - 1)) / 2
    ties.triples += t * (t - 1) * (t - 2)
    ties.weighted += t * (t - 1) * (2 * t + 5)
    t = 1
  }
  return ties
}

/**
 * Counts concordant, discordant and tied pairs in O(n log n) (Knight 1966, "A computer method for calculating Kendall's
 * tau with ungrouped data"): sort by x and then y; the exchanges that sort y are the discordant pairs.
 */
export function kendallCounts(x: ArrayLike<number>, y: ArrayLike<number>): KendallCounts {
  const n = x.length
  const order = new Int32Array(n)
  for (let i = 0; i < n; i++) order[i] = i
  order.sort((a, b) => (x[a]! < x[b]! ? -1 : x[a]! > x[b]! ? 1 : y[a]! < y[b]! ? -1 : y[a]! > y[b]! ? 1 : 0))
  const sortedY = Float64Array.from(order, (i) => y[i]!)
  const sameX = (i: number) => x[order[i]!] === x[order[i - 1]!]
  const xTies = countTies(n, sameX)
  const joint = countTies(n, (i) => sameX(i) && sortedY[i] === sortedY[i - 1])
  const discordant = countInversions(sortedY)
  const yTies = countTies(n, (i) => sortedY[i] === sortedY[i - 1])
  const pairs = (n * (n - 1)) / 2
  const score = pairs - xTies.pairs - yTies.pairs + joint.pairs - 2 * discordant
  return { pairs, discordant, score, x: xTies, y: yTies }
}
