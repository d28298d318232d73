import { requireInteger, requireLevel, requirePaired } from '../arguments.js'
import { atPosition } from '../quantile.js'
import { noBounds, type IntervalResult } from '../result.js'
import { mean } from '../moments/mean.js'
import { meanInterval } from './mean-interval.js'

/** Mean of y over the cases of one quantile group of x; `n` counts these cases. */
export interface QuantileGroup extends IntervalResult {
  /** Quantiles of x between which the group lies, the lower one excluded except in the first group. */
  edges: [lower: number, upper: number]
}

/** Type-7 quantiles of x at 0, 1 / groups, ..., 1; NaN when x holds a NaN. */
function quantileEdges(x: ArrayLike<number>, groups: number): number[] {
  const sorted = Float64Array.from(x).sort()
  // Typed arrays sort NaN last.
  const defined = !Number.isNaN(sorted.at(-1))
  // Multiplied before it is divided: a place that is a whole number is one, and its value the edge itself.
  const edge = (g: number) => (defined ? atPosition(sorted, ((sorted.length - 1) * g) / groups) : NaN)
  return Array.from({ length: groups + 1 }, (_, g) => edge(g))
}

/** Group of each case: how many of the inner edges lie below its x. */
const groupOf = (value: number, inner: readonly number[]) => inner.filter((edge) => value > edge).length

/**
 * Means of y by quantile group of x, as quartile means (4 groups): edges are the type-7 quantiles of x at multiples of
 * 1 / groups, and a group holds lower < x <= upper, the first one its lower edge too. Cases tied at an edge so go to the
 * lower group together and sizes may differ, as pandas' `qcut` has it; with many ties a group may be empty.
 * @param x and @param y n numbers each
 * @param groups from 2 to n, default 4
 * @param options confidence level of the t intervals of the means, default 0.95
 * @returns groups in ascending order of x; mean NaN in an empty group, bounds NaN below two cases; a NaN in x makes all
 *   groups NaN with n 0, a NaN in y its own group
 * @throws {StatsError} when the lengths differ, groups is out of range, or the level is wrong
 */
export function meansByQuantile(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  groups = 4,
  { level = 0.95 }: { level?: number } = {},
): QuantileGroup[] {
  requirePaired(x, y, 2)
  requireInteger('groups', groups, 2, x.length)
  requireLevel(level)
  const edges = quantileEdges(x, groups)
  const inner = edges.slice(1, -1)
  const members: number[][] = Array.from({ length: groups }, () => [])
  if (!Number.isNaN(edges[0])) for (let i = 0; i < x.length; i++) members[groupOf(x[i]!, inner)]!.push(y[i]!)
  return members.map((values, g): QuantileGroup => {
    const [n, method] = [values.length, 'student-t']
    const { estimate, ci } =
      n > 1 ? meanInterval(values, level) : { estimate: n === 1 ? mean(values) : NaN, ci: noBounds() }
    return { edges: [edges[g]!, edges[g + 1]!], estimate, ci, n, level, method }
  })
}
