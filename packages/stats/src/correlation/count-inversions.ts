/**
 * Number of pairs i < j with values[i] > values[j], by bottom-up merge sort, O(n log n). Sorts `values`.
 * @param values n numbers without NaN; sorted on return
 * @returns an exact integer while n stays below 1e8
 */
export function countInversions(values: Float64Array): number {
  const n = values.length
  let from = values
  let to: Float64Array = new Float64Array(n)
  let inversions = 0
  for (let width = 1; width < n; width *= 2) {
    for (let start = 0; start < n; start += 2 * width)
      inversions += merge(from, to, start, Math.min(start + width, n), Math.min(start + 2 * width, n))
    const swap = from
    from = to
    to = swap
  }
  if (from !== values) values.set(from)
  return inversions
}

/** Merges two sorted runs and counts how many of the left are above each of the right. */
function merge(from: Float64Array, to: Float64Array, start: number, middle: number, end: number): number {
  let left = start
  let right = middle
  let inversions = 0
  for (let i = start; i < end; i++) {
    if (right === end || (left < middle && from[left]! <= from[right]!)) to[i] = from[left++]!
    else {
      inversions += middle - left
      to[i] = from[right++]!
    }
  }
  return inversions
}
