/** Values of the null distribution that fall below an observed one by less than this, relatively, count as equal to it:
 * flips that are equal in exact arithmetic differ by rounding. */
const tie = 1e-10

/**
 * Family-wise error corrected p: for each score the share of maxima that reach it.
 * @param maxima of the null distribution, the observed one among them, so that no p is zero
 * @param scores NaN gives NaN
 */
export function familywiseP(maxima: Float64Array, scores: Float64Array): Float64Array {
  const sorted = maxima.toSorted()
  return scores.map((score) => {
    if (Number.isNaN(score)) return NaN
    const reached = score - tie * Math.abs(score)
    let [low, high] = [0, sorted.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (sorted[middle]! < reached) low = middle + 1
      else high = middle
    }
    return (sorted.length - low) / sorted.length
  })
}
