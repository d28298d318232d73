/** Share of its deviation that a control has to leave of a variable, squared, or the partial correlation is NaN. */
const COLLINEARITY = 1e-14

/** Values at the given places less their mean, divided by their length; NaN where all are equal. */
function unitColumn(values: ArrayLike<number>, indices: Int32Array): Float64Array {
  const n = indices.length
  const column = new Float64Array(n)
  const first = values[indices[0]!]!
  let sum = 0
  for (let i = 0; i < n; i++) {
    // From the first value: a large common offset costs nothing, and a constant leaves zeros, whose length makes NaN.
    const value = values[indices[i]!]! - first
    column[i] = value
    sum += value
  }
  const mean = sum / n
  let squares = 0
  for (let i = 0; i < n; i++) squares += (column[i]! -= mean) ** 2
  const scale = 1 / Math.sqrt(squares)
  for (let i = 0; i < n; i++) column[i]! *= scale
  return column
}

function dot(x: Float64Array, y: Float64Array): number {
  let sum = 0
  for (let i = 0; i < x.length; i++) sum += x[i]! * y[i]!
  return sum
}

/** Pearson correlations and partial correlations of named columns over some images. */
export interface ResampledCorrelations<Name extends string> {
  correlation(x: Name, y: Name): number
  /** (xy - xz yz) / sqrt((1 - xz^2) (1 - yz^2)): Yule 1907. */
  partial(x: Name, y: Name, control: Name): number
}

/**
 * Correlations over the images at `indices`, each column gathered and centred once: within rounding those of stats, for
 * thousands of resamples.
 */
export function correlationsAt<Name extends string>(
  columns: Readonly<Record<Name, ArrayLike<number>>>,
  indices: Int32Array,
): ResampledCorrelations<Name> {
  const units: Partial<Record<Name, Float64Array>> = {}
  const unit = (name: Name) => (units[name] ??= unitColumn(columns[name], indices))
  const correlation = (x: Name, y: Name) => dot(unit(x), unit(y))
  const partial = (x: Name, y: Name, control: Name) => {
    const [xz, yz] = [correlation(x, control), correlation(y, control)]
    const [left, right] = [1 - xz * xz, 1 - yz * yz]
    const defined = left > COLLINEARITY && right > COLLINEARITY
    return defined ? (correlation(x, y) - xz * yz) / Math.sqrt(left * right) : NaN
  }
  return { correlation, partial }
}
