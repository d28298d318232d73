import type { Matrix } from '../runtime/matrix.js'
import type { BenchmarkCheck } from './benchmark.js'
import { compensatedDistance } from './compensated-distance.js'

const sampled = 16

export const neighborNote =
  `the largest |d - d64| / d64 over the neighbours of ${sampled} queries; d64 is the distance to the true neighbour of that ` +
  `rank, found and evaluated by direct differences in float64`

/** Of each query in turn: its k nearest, the nearest first. */
export interface Neighbors {
  readonly indices: ArrayLike<number>
  readonly distances: ArrayLike<number>
}

/** The error of euclidean distances to nearest neighbours; a peer's too, and how many of its neighbours are ours. */
export function neighborCheck(queries: Matrix, base: Matrix, k: number): BenchmarkCheck<Neighbors> {
  const count = Math.min(sampled, queries.rows)
  const rows = Array.from({ length: count }, (_, s) => Math.floor((s * queries.rows) / count))
  const expected = rows.map((row) => nearest(queries, row, base, k))
  const error = ({ distances }: Neighbors) =>
    rows
      .flatMap((row, s) => expected[s]!.map((d, rank) => Math.abs(distances[row * k + rank]! - d) / d))
      .reduce((largest, value) => Math.max(largest, value), 0)
      .toExponential(0)
  return {
    ask: {},
    ours: error,
    theirs: (answer, ours) => {
      const theirs = answer as unknown as Neighbors
      return `${error(theirs)}, ${share(theirs.indices, ours.indices)} of its neighbours are ours`
    },
  }
}

/** Distances from a query to its k nearest rows, the nearest first. */
function nearest(queries: Matrix, row: number, base: Matrix, k: number): number[] {
  const squares = Array.from({ length: base.rows }, (_, j) => squaredDistance(queries, row, base, j))
  const order = squares.map((_, j) => j).toSorted((a, b) => squares[a]! - squares[b]!)
  return order.slice(0, k).map((j) => compensatedDistance(queries, row, base, j, 'euclidean'))
}

function squaredDistance(x: Matrix, i: number, y: Matrix, j: number): number {
  const [a, b] = [i * x.cols, j * y.cols]
  let total = 0
  for (let f = 0; f < x.cols; f++) total += (x.data[a + f]! - y.data[b + f]!) ** 2
  return total
}

function share(theirs: ArrayLike<number>, ours: ArrayLike<number>): string {
  let equal = 0
  for (let n = 0; n < ours.length; n++) if (theirs[n] === ours[n]) equal++
  return `${((100 * equal) / ours.length).toFixed(2)} %`
}
