import type { Matrix } from '@likeness/core-native'
import type { BatchStatus, SparseCoder } from '../src/features/sparse-coder.js'

type Rows = number[][]
const toRows = ({ data, rows, cols }: Matrix): Rows =>
  Array.from({ length: rows }, (_, i) => Array.from(data.subarray(i * cols, (i + 1) * cols)))
const toMatrix = (rows: Rows): Matrix => ({
  data: Float64Array.from(rows.flat()),
  rows: rows.length,
  cols: rows[0]!.length,
})
const transpose = (a: Rows): Rows => a[0]!.map((_, j) => a.map((row) => row[j]!))
const product = (a: Rows, b: Rows): Rows =>
  a.map((row) => b[0]!.map((_, j) => row.reduce((sum, v, k) => sum + v * b[k]![j]!, 0)))
const minus = (a: Rows, b: Rows): Rows => a.map((row, i) => row.map((v, j) => v - b[i]![j]!))
const zip = (a: Rows, b: Rows, f: (x: number, y: number) => number): Rows =>
  a.map((row, i) => row.map((v, j) => f(v, b[i]![j]!)))
const shrink = (x: number, by: number) => Math.max(x - by, 0) - Math.max(-x - by, 0)
const meanSquares = (e: Rows) => e.map((row) => row.reduce((sum, v) => sum + v * v, 0) / row.length)

/** The largest singular value, by power iteration on the Gram matrix. */
function spectralNorm(a: Rows): number {
  const gram = product(transpose(a), a)
  let v = gram.map((_, i) => 1 + i / 7)
  let norm = 0
  for (let k = 0; k < 2000; k++) {
    const next = gram.map((row) => row.reduce((sum, g, j) => sum + g * v[j]!, 0))
    const length = Math.sqrt(next.reduce((sum, x) => sum + x * x, 0))
    if (length === 0) return 0
    v = next.map((x) => x / length)
    if (Math.abs(length - norm) <= 1e-13 * length) return Math.sqrt(length)
    norm = length
  }
  return Math.sqrt(norm)
}

interface Steps {
  readonly stepSize: number
  readonly threshold: number
  readonly tolerance: number
  readonly maxIterations: number
}

/** One batch, step by step as the specification (A3) has it. */
function encodeBatch(x: Rows, phi: Rows, { stepSize, threshold, tolerance, maxIterations }: Steps) {
  const all = x.flat()
  const mean = all.reduce((sum, v) => sum + v, 0) / all.length
  const centred = x.map((row) => row.map((v) => v - mean))
  const residual = (codes: Rows) => minus(centred, product(codes, transpose(phi)))
  const update = (codes: Rows) =>
    zip(codes, product(residual(codes), phi), (c, g) => shrink(c + stepSize * g, threshold))
  let before: Rows = x.map(() => phi[0]!.map(() => 0))
  for (let t = 0; ; t++) {
    const codes = update(before)
    const ratio = spectralNorm(minus(codes, before)) / (tolerance + spectralNorm(before))
    const end = { codes, before, ratio, iterations: t + 1, residual, update }
    if (ratio < tolerance) return { ...end, status: (t === 0 ? 'converged-at-start' : 'converged') as BatchStatus }
    if (t >= maxIterations - 1) return { ...end, status: 'iteration-limit' as BatchStatus }
    before = codes
  }
}

const normalised = (phi: Rows): Rows => {
  const norms = transpose(phi).map((column) => Math.max(Math.sqrt(column.reduce((sum, v) => sum + v * v, 0)), 1e-8))
  return phi.map((row) => row.map((v, j) => v / norms[j]!))
}

const batchesOf = (ends: readonly ReturnType<typeof encodeBatch>[]) => ({
  iterations: Int32Array.from(ends, ({ iterations }) => iterations),
  ratios: Float64Array.from(ends, ({ ratio }) => ratio),
  status: ends.map(({ status }) => status),
})

/** The specification of the two functions (A3), naive and in float64; the lasso by cyclic coordinate descent. */
export const naiveCoder: SparseCoder = {
  sparseEncode: ((x: Matrix, dictionary: Matrix, options: { method: string; alpha?: number }) => {
    const [rows, phi] = [toRows(x), toRows(dictionary)]
    if (options.method !== 'ista') return Promise.resolve(lasso(rows, phi, options.alpha!))
    const end = encodeBatch(rows, phi, options as never)
    const errors = Float64Array.from(meanSquares(end.residual(end.before)))
    const finalErrors = Float64Array.from(meanSquares(end.residual(end.codes)))
    return Promise.resolve({ codes: toMatrix(end.codes), errors, finalErrors, ...batchesOf([end]) })
  }) as unknown as SparseCoder['sparseEncode'],

  learnDictionary: (x, dictionary, options) => {
    const rows = toRows(x)
    let phi = toRows(dictionary)
    const { batches, batchSize, learningRate, onProgress } = options
    const ends: ReturnType<typeof encodeBatch>[] = []
    const errors: number[] = []
    for (let start = 0; start < batches.length; start += batchSize) {
      phi = normalised(phi)
      const end = encodeBatch(
        Array.from(batches.subarray(start, start + batchSize), (i) => rows[i]!),
        phi,
        options,
      )
      const codes = end.update(end.codes)
      const learns = end.status !== 'iteration-limit'
      const residual = end.residual(learns ? codes : end.before)
      if (learns) phi = zip(phi, product(transpose(residual), codes), (v, step) => v + learningRate * step)
      const perRow = meanSquares(residual)
      errors.push(perRow.reduce((sum, v) => sum + v, 0) / perRow.length)
      ends.push(end)
      onProgress?.((start + batchSize) / batches.length)
    }
    return Promise.resolve({ dictionary: toMatrix(phi), errors: Float64Array.from(errors), ...batchesOf(ends) })
  },
}

function lasso(x: Rows, phi: Rows, alpha: number) {
  const all = x.flat()
  const mean = all.reduce((sum, v) => sum + v, 0) / all.length
  const atoms = transpose(phi)
  const squares = atoms.map((atom) => atom.reduce((sum, v) => sum + v * v, 0))
  const solved = x.map((row) => {
    const codes = atoms.map(() => 0)
    const e = row.map((v) => v - mean)
    for (let sweep = 0; sweep < 500; sweep++)
      for (const [k, atom] of atoms.entries()) {
        const rho = atom.reduce((sum, v, j) => sum + v * e[j]!, 0) + squares[k]! * codes[k]!
        const next = shrink(rho, alpha) / squares[k]!
        for (const [j, v] of atom.entries()) e[j]! -= v * (next - codes[k]!)
        codes[k] = next
      }
    return { codes, e }
  })
  const errors = Float64Array.from(meanSquares(solved.map(({ e }) => e)))
  return { codes: toMatrix(solved.map(({ codes }) => codes)), errors, converged: solved.map(() => 1) }
}
