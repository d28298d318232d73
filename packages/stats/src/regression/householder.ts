/** Householder's factorisation X = QR of n x k columns: each reflection is I - v v', and Q'X = R above zeros. */
export interface Householder {
  /** v of each reflection, n values, zero before its own place; |v|^2 = 2. */
  reflections: Float64Array[]
  /** Column j of R, upper triangular: j + 1 values. */
  r: Float64Array[]
}

/** The reflection that turns x from place j on into (diagonal, 0, ..., 0). */
function reflectionOf(x: Float64Array, j: number): { v: Float64Array; diagonal: number } {
  let square = 0
  for (let i = j; i < x.length; i++) square += x[i]! ** 2
  const norm = Math.sqrt(square)
  // The sign that adds magnitudes: no digits cancel.
  const diagonal = x[j]! > 0 ? -norm : norm
  const v = new Float64Array(x.length)
  const scale = norm === 0 ? 0 : 1 / Math.sqrt(norm * (norm + Math.abs(x[j]!)))
  for (let i = j; i < x.length; i++) v[i] = x[i]! * scale
  v[j] = (x[j]! - diagonal) * scale
  return { v, diagonal }
}

/** x := x - v (v'x), in place. */
function reflect(x: Float64Array, v: Float64Array, from: number): void {
  let product = 0
  for (let i = from; i < x.length; i++) product += v[i]! * x[i]!
  for (let i = from; i < x.length; i++) x[i]! -= product * v[i]!
}

/** Q'x, in a copy: the first k values are coordinates in the span of the columns, the rest lie outside of it. */
export function applyTransposed({ reflections }: Pick<Householder, 'reflections'>, x: Float64Array): Float64Array {
  const result = x.slice()
  reflections.forEach((v, j) => reflect(result, v, j))
  return result
}

/** What of x lies outside the span of the columns: x - Q1 Q1'x, by zeroing coordinates and reflecting back. */
export function outsideSpan(qr: Householder, x: Float64Array): Float64Array {
  const result = applyTransposed(qr, x).fill(0, 0, qr.reflections.length)
  for (let j = qr.reflections.length - 1; j >= 0; j--) reflect(result, qr.reflections[j]!, j)
  return result
}

/** QR by Householder reflections (Golub & Van Loan 2013, 5.2), k <= n columns of n values. */
export function householder(columns: readonly Float64Array[]): Householder {
  const qr: Householder = { reflections: [], r: [] }
  for (const [j, column] of columns.entries()) {
    const x = applyTransposed(qr, column)
    const { v, diagonal } = reflectionOf(x, j)
    qr.reflections.push(v)
    qr.r.push(Float64Array.of(...x.subarray(0, j), diagonal))
  }
  return qr
}

/** g of R g = b, from the last row up. */
export function backSubstitute(r: readonly Float64Array[], b: ArrayLike<number>): Float64Array {
  const g = Float64Array.from({ length: r.length }, (_, i) => b[i]!)
  for (let j = r.length - 1; j >= 0; j--) {
    g[j]! /= r[j]![j]!
    for (let i = 0; i < j; i++) g[i]! -= r[j]![i]! * g[j]!
  }
  return g
}

/** Columns of the inverse of R, each of k values. */
export const invertTriangle = (r: readonly Float64Array[]): Float64Array[] =>
  r.map((_, j) =>
    backSubstitute(
      r,
      Float64Array.from(r, (_column, i) => +(i === j)),
    ),
  )
