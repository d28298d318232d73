import { requireVector } from './arguments.js'

/** Indices of x in ascending order of value. */
const ascending = (x: ArrayLike<number>): Int32Array => {
  const order = new Int32Array(x.length)
  for (let i = 0; i < order.length; i++) order[i] = i
  // Comparison and not difference: infinity minus infinity is NaN.
  return order.sort((a, b) => (x[a]! < x[b]! ? -1 : x[a]! > x[b]! ? 1 : 0))
}

/**
 * Ranks from 1 to n; tied values share the average of their ranks (mid-ranks; Kendall 1945, "The treatment of ties in
 * ranking problems"). Ranks are exact multiples of one half.
 * @param x at least 1 number; infinities rank as the extremes
 * @returns n ranks; all NaN when x holds a NaN
 * @throws {StatsError} on an empty vector
 */
export function ranks(x: ArrayLike<number>): Float64Array {
  requireVector('x', x, 1)
  const n = x.length
  const result = new Float64Array(n)
  for (let i = 0; i < n; i++) if (Number.isNaN(x[i])) return result.fill(NaN)
  const order = ascending(x)
  for (let start = 0; start < n;) {
    let end = start + 1
    while (end < n && x[order[end]!] === x[order[start]!]) end++
    const rank = (start + 1 + end) / 2
    for (let i = start; i < end; i++) result[order[i]!] = rank
    start = end
  }
  return result
}
