type Float = Float32Array | Float64Array

const HALF = 16
const SIGN = 0x7fff

/**
 * The q-quantile of |values| with linear interpolation between order statistics (numpy's default), exactly, in a few
 * passes and without a copy: the bits of magnitudes sort as the magnitudes do, so an order statistic is found 16 bits at
 * a time.
 * @param values at least one, without NaN
 * @param q 0 to 1
 */
export function magnitudeQuantile(values: Float, q: number): number {
  const place = q * (values.length - 1)
  const below = Math.floor(place)
  const lower = magnitudeAt(values, below)
  if (place === below) return lower
  const upper = magnitudeAt(values, below + 1)
  // numpy takes the difference in the type of the values, and what follows in float64.
  const step = values.BYTES_PER_ELEMENT === 4 ? Math.fround(upper - lower) : upper - lower
  const share = place - below
  // From the nearer end, as numpy does: neither end is then missed by a rounding.
  return share < 0.5 ? lower + step * share : upper - step * (1 - share)
}

/** The k-th smallest magnitude, k from 0. */
function magnitudeAt(values: Float, k: number): number {
  const halves = values.BYTES_PER_ELEMENT / 2
  const words = new Uint16Array(values.buffer, values.byteOffset, values.length * halves)
  const found = new Uint16Array(halves)
  let left = k
  for (let half = halves - 1; half >= 0; half--) {
    const counts = countHalves(words, halves, half, found)
    let digit = 0
    while (left >= counts[digit]!) left -= counts[digit++]!
    found[half] = digit
  }
  return values.BYTES_PER_ELEMENT === 4 ? new Float32Array(found.buffer)[0]! : new Float64Array(found.buffer)[0]!
}

/** How often each 16 bits occur at place `half`, among values whose higher places are those found already. */
function countHalves(words: Uint16Array, halves: number, half: number, found: Uint16Array): Uint32Array {
  const counts = new Uint32Array(2 ** HALF)
  const top = halves - 1
  const mask = half === top ? SIGN : 0xffff
  for (let start = 0; start < words.length; start += halves) {
    let above = top
    while (above > half && (above === top ? words[start + above]! & SIGN : words[start + above]!) === found[above])
      above--
    if (above === half) counts[words[start + half]! & mask]!++
  }
  return counts
}
