import { centre, isConstant } from '../moments/centre.js'
import { ranks } from '../ranks.js'
import type { Bounds } from '../result.js'
import { kendallTauB } from './kendall-tau-b.js'
import { kendallTest } from './kendall-test.js'
import { clampCorrelation, pearson } from './pearson.js'
import { pearsonTest } from './pearson-test.js'
import { spearman } from './spearman.js'
import { spearmanTest } from './spearman-test.js'

type Vector = ArrayLike<number>

/** What `correlate` needs of one correlation coefficient. */
export interface CorrelationMethod {
  coefficient(x: Vector, y: Vector): number
  /** p by the usual distribution, and the analytic interval if there is one. */
  test(x: Vector, y: Vector, level: number): { p: number; ci: Bounds | null }
  /** The coefficient of x and a reordered y as a function of the order, with all that does not change done once. */
  permuted(x: Vector, y: Vector): (permutation: Int32Array) => number
}

/** Elements of x at the given indices. */
export function gather(x: Vector, indices: Int32Array): Float64Array {
  const result = new Float64Array(indices.length)
  for (let i = 0; i < indices.length; i++) result[i] = x[indices[i]!]!
  return result
}

/** Mean and variance of y do not depend on its order, so one product sum is left. */
function permutedPearson(x: Vector, y: Vector): (permutation: Int32Array) => number {
  if (isConstant(x) || isConstant(y)) return () => NaN
  const { deviations: dx, sumOfSquares: xx } = centre(x)
  const { deviations: dy, sumOfSquares: yy } = centre(y)
  const norm = Math.sqrt(xx * yy)
  return (permutation) => {
    let product = 0
    for (let i = 0; i < dx.length; i++) product += dx[i]! * dy[permutation[i]!]!
    return clampCorrelation(product / norm)
  }
}

/** The coefficients that `correlate` knows. */
export const correlationMethods = {
  pearson: {
    coefficient: pearson,
    test: (x, y, level) => pearsonTest(x, y, { level }),
    permuted: permutedPearson,
  },
  spearman: {
    coefficient: spearman,
    test: (x, y, level) => spearmanTest(x, y, { level }),
    permuted: (x, y) => permutedPearson(ranks(x), ranks(y)),
  },
  kendall: {
    coefficient: kendallTauB,
    test: (x, y) => ({ p: kendallTest(x, y).p, ci: null }),
    permuted: (x, y) => (permutation) => kendallTauB(x, gather(y, permutation)),
  },
} as const satisfies Record<string, CorrelationMethod>
