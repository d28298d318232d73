/** Cosine of two vectors from its definition, in float64. NaN for a zero vector. */
export function naiveCosine(x: ArrayLike<number>, y: ArrayLike<number>): number {
  let [xy, xx, yy] = [0, 0, 0]
  for (let i = 0; i < x.length; i++) {
    xy += x[i]! * y[i]!
    xx += x[i]! * x[i]!
    yy += y[i]! * y[i]!
  }
  return xy / Math.sqrt(xx * yy)
}

/** Row `i` of a matrix. */
export const row = ({ data, cols }: { data: Float32Array | Float64Array | Uint8Array; cols: number }, i: number) =>
  data.subarray(i * cols, (i + 1) * cols)

/** Pearson's r from its definition, in float64. */
export function naivePearson(x: readonly number[], y: readonly number[]): number {
  const mean = (v: readonly number[]) => v.reduce((a, b) => a + b, 0) / v.length
  const [mx, my] = [mean(x), mean(y)]
  return naiveCosine(x.map((v) => v - mx), y.map((v) => v - my)) // prettier-ignore
}

/** Middle of the values, or the mean of the two in the middle. */
export function naiveMedian(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const half = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2
}
