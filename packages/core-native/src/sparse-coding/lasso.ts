import { CoreNativeError, invalid } from '../runtime/errors.js'
import { allocate, allocateLike, checkMatrix, type Float, type Matrix } from '../runtime/matrix.js'
import { checkOptions, type ComputeOptions } from '../runtime/options.js'
import { runKernel } from '../runtime/run-kernel.js'
import { lassoReference } from './lasso.reference.js'

export const lassoMethods = ['fista', 'coordinate-descent'] as const
export type LassoMethod = (typeof lassoMethods)[number]

const centrings = ['none', 'grand-mean'] as const

export interface LassoOptions extends ComputeOptions {
  /**
   * - `coordinate-descent` cyclic, with Anderson's extrapolation (Bertrand and Massias 2021, AISTATS): the faster one
   * - `fista` Beck and Teboulle 2009 (SIAM J. Imaging Sci. 2), with the gradient restart of O'Donoghue and Candès 2015
   */
  readonly method: LassoMethod
  /** The weight of the codes' sum of magnitudes, above 0: without it there is no bound on the optimum. */
  readonly alpha: number
  /**
   * A sample is solved once its duality gap is at most `tolerance` times 0.5 |x|^2. Default: 1e-4. scikit-learn's `tol`
   * is that of |x|^2, so `tolerance` is 2 `tol`. Codes of float32 are rounded: they reach some 1e-6.
   */
  readonly tolerance?: number
  /** Sweeps or steps for each sample, rounded up to eights: the gap is looked at after every eighth. Default: 10000. */
  readonly maxIterations?: number
  /** `grand-mean` takes the one mean of all values of x off each of them first. Default: none. */
  readonly centre?: (typeof centrings)[number]
}

/** One entry, or row, for each sample. */
export interface Lasso<T extends Float = Float> {
  /** Samples x atoms, of x's type. */
  readonly codes: Matrix<T>
  /** The mean over features of (x - Phi r)^2. */
  readonly errors: Float64Array
  /** How far the objective of the codes is above the optimum, at most: in float64, of the codes as they are returned. */
  readonly gaps: Float64Array
  /** Sweeps or steps; 0 where the codes are zeros from the start, or not defined. */
  readonly iterations: Int32Array
  /** 1 where the gap is at most `tolerance` times 0.5 |x|^2. */
  readonly converged: Uint8Array
}

/** Arguments that were checked. */
export interface LassoProblem<T extends Float = Float> {
  readonly x: Matrix<T>
  readonly dictionary: Matrix
  readonly method: LassoMethod
  readonly alpha: number
  readonly tolerance: number
  readonly maxIterations: number
  readonly centred: boolean
}

/**
 * The sparse codes r that minimise 0.5 |x - Phi r|^2 + alpha |r|_1 (the LASSO, Tibshirani 1996) for each sample x.
 *
 * Sums are in float64, whatever the types. A sample's result does not depend on the others (but for `centre`). The codes of
 * a sample with a NaN or an infinite value, or whose squares overflow, are NaN, as its error and gap; an atom of zeros has
 * the code 0; a dictionary with a NaN makes all codes NaN.
 * @param x samples x features, any number of samples
 * @param dictionary features x atoms, any number of atoms, of any norm, not necessarily different; of either type
 * @throws CoreNativeError INVALID_ARGUMENT, INVALID_SHAPE, OUT_OF_MEMORY, DEVICE_UNAVAILABLE; `signal.reason` once aborted
 */
export async function lasso<T extends Float>(
  x: Matrix<T>,
  dictionary: Matrix,
  options: LassoOptions,
): Promise<Lasso<T>> {
  const checked = checkOptions(options)
  const problem = checkProblem(x, dictionary, options)
  const [samples, atoms] = [problem.x.rows, problem.dictionary.cols]
  const out = {
    codes: allocateLike(problem.x.data, samples * atoms, 'the codes'),
    errors: allocate(Float64Array, samples, 'the errors'),
    gaps: allocate(Float64Array, samples, 'the gaps'),
    iterations: allocate(Int32Array, samples, 'the iterations'),
    converged: allocate(Int32Array, samples, 'the convergence'),
  }
  const reference = lassoReference.bind(undefined, problem, out)
  await runKernel({ name: 'lasso', args: { ...nativeArguments(problem), ...out }, reference }, checked)
  const codes = { data: out.codes, rows: samples, cols: atoms }
  return { ...out, codes, converged: Uint8Array.from(out.converged) }
}

function checkProblem<T extends Float>(x: Matrix<T>, dictionary: Matrix, options: LassoOptions): LassoProblem<T> {
  const rows = checkMatrix(x, 'x')
  const atoms = checkMatrix(dictionary, 'dictionary')
  if (atoms.rows !== rows.cols)
    throw new CoreNativeError(
      'INVALID_SHAPE',
      `Expected ${rows.cols} rows for dictionary, as x has columns, but received ${atoms.rows}`,
    )
  if (options === undefined) throw invalid('an object', 'options', options)
  const { method, alpha, tolerance = 1e-4, maxIterations = 10_000, centre = 'none' } = options
  if (!lassoMethods.includes(method)) throw invalid(`one of ${lassoMethods.join(', ')}`, 'options.method', method)
  if (!Number.isFinite(alpha) || alpha <= 0) throw invalid('a number above 0', 'options.alpha', alpha)
  if (!Number.isFinite(tolerance) || tolerance < 0)
    throw invalid('a number of at least 0', 'options.tolerance', tolerance)
  if (!Number.isInteger(maxIterations) || maxIterations < 1 || maxIterations > 2 ** 30)
    throw invalid('an integer from 1 to 1073741824', 'options.maxIterations', maxIterations)
  if (!centrings.includes(centre)) throw invalid(`one of ${centrings.join(', ')}`, 'options.centre', centre)
  return { x: rows, dictionary: atoms, method, alpha, tolerance, maxIterations, centred: centre === 'grand-mean' }
}

const isFloat64 = ({ data }: Matrix) => data[Symbol.toStringTag] === 'Float64Array'

const nativeArguments = ({ x, dictionary, method, maxIterations, centred, alpha, tolerance }: LassoProblem) => ({
  ...{ x: x.data, samples: x.rows, features: x.cols, float64: isFloat64(x) },
  ...{ dictionary: dictionary.data, atoms: dictionary.cols, dictionaryFloat64: isFloat64(dictionary) },
  ...{ descent: method === 'coordinate-descent', mostIterations: maxIterations, centred },
  parameters: Float64Array.of(alpha, tolerance),
})
