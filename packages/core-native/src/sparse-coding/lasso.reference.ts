import type { Float, Matrix } from '../runtime/matrix.js'
import type { Pace } from '../runtime/run-kernel.js'
import type { LassoProblem } from './lasso.js'

interface Results {
  readonly codes: Float
  readonly errors: Float64Array
  readonly gaps: Float64Array
  readonly iterations: Int32Array
  readonly converged: Int32Array
}

/** The specification of `lasso`: each sample on its own, on the residual itself, one atom or one step at a time. */
export async function lassoReference(problem: LassoProblem, out: Results, pace: Pace): Promise<void> {
  const { x, dictionary, tolerance, alpha } = problem
  const atoms = columns(problem)
  const mean = problem.centred ? meanOf(x) : 0
  for (let i = 0; i < x.rows; i++) {
    const sample = Float64Array.from({ length: x.cols }, (_, f) => x.data[i * x.cols + f]! - mean)
    const solved = await solve(sample, atoms, problem, () => pace(i / x.rows))
    out.iterations[i] = solved.iterations
    out.codes.set(solved.codes, i * dictionary.cols)
    const codes = Float64Array.from(out.codes.subarray(i * dictionary.cols, (i + 1) * dictionary.cols))
    const residual = residualOf(sample, atoms, codes)
    out.errors[i] = dot(residual, residual) / x.cols
    out.gaps[i] = gapOf(sample, atoms, codes, alpha)
    out.converged[i] = Number(out.gaps[i]! <= tolerance * 0.5 * dot(sample, sample))
    if (Number.isFinite(out.gaps[i]!)) continue
    out.errors[i] = out.gaps[i] = NaN
    out.codes.fill(NaN, i * dictionary.cols, (i + 1) * dictionary.cols)
  }
}

/** Eight sweeps or steps at a time, until the gap is small; NaN where it is not defined. */
async function solve(
  x: Float64Array,
  atoms: readonly Float64Array[],
  { method, alpha, tolerance, maxIterations }: LassoProblem,
  pace: () => Promise<void> | void,
): Promise<{ readonly codes: Float64Array; readonly iterations: number }> {
  const advance = method === 'fista' ? fista(x, atoms, alpha) : descent(x, atoms, alpha)
  const target = 0.9 * tolerance * 0.5 * dot(x, x)
  let codes: Float64Array = new Float64Array(atoms.length)
  for (let iterations = 0; ; iterations += 8) {
    await pace()
    const gap = gapOf(x, atoms, codes, alpha)
    if (!Number.isFinite(gap)) return { codes: codes.fill(NaN), iterations }
    if (gap <= target || iterations >= maxIterations) return { codes, iterations }
    for (let k = 0; k < 8; k++) codes = advance()
  }
}

const meanOf = ({ data, rows, cols }: Matrix) => {
  let sum = 0
  for (let k = 0; k < rows * cols; k++) sum += data[k]!
  return sum / (rows * cols)
}

const columns = ({ dictionary: { data, rows, cols } }: LassoProblem) =>
  Array.from({ length: cols }, (_, j) => Float64Array.from({ length: rows }, (_, f) => data[f * cols + j]!))

const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, k) => sum + value * b[k]!, 0)
const threshold = (z: number, by: number) => Math.max(z - by, 0) - Math.max(-z - by, 0)

function residualOf(x: Float64Array, atoms: readonly Float64Array[], codes: Float64Array): Float64Array {
  return x.map((value, f) => value - codes.reduce((sum, code, j) => sum + code * atoms[j]![f]!, 0))
}

/** The objective less the dual's at the residual, scaled to be feasible. */
function gapOf(x: Float64Array, atoms: readonly Float64Array[], codes: Float64Array, alpha: number): number {
  const residual = residualOf(x, atoms, codes)
  const slopes = atoms.map((atom) => dot(atom, residual))
  const largest = slopes.reduce((most, slope) => Math.max(most, Math.abs(slope)), 0)
  const share = largest <= alpha ? 1 : alpha / largest
  const rest = codes.reduce((sum, code, j) => sum + Math.max(0, alpha * Math.abs(code) - share * slopes[j]! * code), 0)
  return 0.5 * (1 - share) ** 2 * dot(residual, residual) + rest
}

/** One sweep: each code the least of the objective given all others. */
function descent(x: Float64Array, atoms: readonly Float64Array[], alpha: number): () => Float64Array {
  const residual = Float64Array.from(x)
  const codes = new Float64Array(atoms.length)
  return () => {
    atoms.forEach((atom, j) => {
      const size = dot(atom, atom)
      const code = size > 0 ? threshold(dot(atom, residual) + size * codes[j]!, alpha) / size : 0
      atom.forEach((value, f) => (residual[f]! -= (code - codes[j]!) * value))
      codes[j] = code
    })
    return codes
  }
}

/** One step of 1 / L, with L the largest sum of magnitudes in a row of the Gram matrix. */
function fista(x: Float64Array, atoms: readonly Float64Array[], alpha: number): () => Float64Array {
  const bound = Math.max(...atoms.map((a) => atoms.reduce((sum, b) => sum + Math.abs(dot(a, b)), 0)))
  let codes = new Float64Array(atoms.length)
  let ahead = codes
  let pace = 1
  return () => {
    const residual = residualOf(x, atoms, ahead)
    const next = ahead.map((value, j) =>
      bound > 0 ? threshold(value + dot(atoms[j]!, residual) / bound, alpha / bound) : 0,
    )
    const following = (1 + Math.sqrt(1 + 4 * pace * pace)) / 2
    ahead = next.map((value, j) => value + ((pace - 1) / following) * (value - codes[j]!))
    codes = next
    pace = following
    return codes
  }
}
