import type { Matrix } from '../runtime/matrix.js'

/** The largest singular value: columns are rotated in pairs until all are orthogonal (one-sided Jacobi; Hestenes 1958). */
export function spectralNorm({ data, rows, cols }: Matrix): number {
  if (!data.every(Number.isFinite)) return NaN
  // Of the two, the side with fewer vectors.
  const wide = cols > rows
  const [count, length] = wide ? [rows, cols] : [cols, rows]
  const vectors = Array.from({ length: count }, (_, v) =>
    Float64Array.from({ length }, (_, k) => data[wide ? v * cols + k : k * cols + v]!),
  )
  let rotated = true
  for (let sweep = 0; rotated && sweep < 60; sweep++) {
    rotated = false
    for (let p = 0; p < count; p++)
      for (let q = p + 1; q < count; q++) if (rotate(vectors[p]!, vectors[q]!)) rotated = true
  }
  return Math.max(0, ...vectors.map((v) => Math.sqrt(dot(v, v))))
}

function rotate(a: Float64Array, b: Float64Array): boolean {
  const [aa, bb, ab] = [dot(a, a), dot(b, b), dot(a, b)]
  if (Math.abs(ab) <= 1e-15 * Math.sqrt(aa * bb)) return false
  const tau = (bb - aa) / (2 * ab)
  const t = (tau >= 0 ? 1 : -1) / (Math.abs(tau) + Math.sqrt(1 + tau * tau))
  const c = 1 / Math.sqrt(1 + t * t)
  for (let k = 0; k < a.length; k++) {
    const [x, y] = [a[k]!, b[k]!]
    a[k] = c * (x - t * y)
    b[k] = c * (t * x + y)
  }
  return true
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let k = 0; k < a.length; k++) sum += a[k]! * b[k]!
  return sum
}
