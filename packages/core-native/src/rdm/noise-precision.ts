import { invalid } from '../runtime/errors.js'
import { allocateLike, checkMatrix, type Float, type Matrix } from '../runtime/matrix.js'
import { checkAlike } from '../distance/check-alike.js'
import { checkOptions, type ComputeOptions } from '../runtime/options.js'
import { choleskyInverse } from './cholesky.js'
import { columnMoments } from './column-moments.js'
import { part } from './part.js'
import { intensity, shrinkages, shrunk, type Shrinkage } from './shrinkage.js'

/** An estimate of the noise of channels: plain data. */
export interface NoisePrecision {
  /** Channels x channels: the inverse of the covariance. */
  readonly precision: Matrix<Float64Array>
  /** Channels x channels, shrunk, in units of residual². */
  readonly covariance: Matrix<Float64Array>
  /** How far the covariance was moved to its target, 0 to 1. */
  readonly shrinkage: number
}

export interface NoisePrecisionOptions extends ComputeOptions {
  /**
   * - `ledoit-wolf` to the mean variance times the identity (Ledoit and Wolf 2004, J. Multivariate Anal. 88)
   * - `diagonal` to the covariance's diagonal (Schäfer and Strimmer 2005, Stat. Appl. Genet. Mol. Biol. 4, 32)
   * - `none` the sample's covariance
   */
  readonly shrinkage: Shrinkage
  /** What sums of products are divided by. Default: rows less runs; with a GLM, rows less regressors. */
  readonly degreesOfFreedom?: number
}

/**
 * The covariance of channels and its inverse, from residuals.
 *
 * Each run's columns are centred on their own means; runs are pooled. Sums are in float64 in the defined order. The
 * intensity of `ledoit-wolf` is that of the covariance divided by the number of rows (as in scikit-learn), the covariance is
 * then scaled to the degrees of freedom (as in rsatoolbox).
 * @param residuals rows x channels, or one such matrix for each run, all of one type; not to be changed meanwhile
 * @throws CoreNativeError INVALID_ARGUMENT (also where the covariance is singular, as without shrinkage from no more rows
 *   than channels), INVALID_SHAPE, OUT_OF_MEMORY, DEVICE_UNAVAILABLE; `signal.reason` once aborted
 */
export async function noisePrecision(
  residuals: Matrix | readonly Matrix[],
  options: NoisePrecisionOptions,
): Promise<NoisePrecision> {
  const runs = checkRuns(residuals)
  if (typeof options !== 'object' || options === null) throw invalid('an object', 'options', options)
  const { shrinkage, degreesOfFreedom: given } = options
  if (!shrinkages.includes(shrinkage)) throw invalid(`one of ${shrinkages.join(', ')}`, 'options.shrinkage', shrinkage)
  const x = pooled(runs)
  const degreesOfFreedom = checkDegrees(given, x.matrix.rows - runs.length)
  const checked = checkOptions(options)
  const { rows: count, cols: channels } = x.matrix
  const squared = shrinkage === 'diagonal'
  const moments = await columnMoments(x.matrix, x.offsets, squared, part(checked, 0, 0.5))
  const sample = { moments, channels, count, degreesOfFreedom }
  const lambda = intensity(shrinkage, sample)
  const covariance = shrunk(shrinkage, lambda, sample)
  const task = { data: covariance, n: channels, name: 'the covariance of residuals' }
  const precision = await choleskyInverse(task, part(checked, 0.5, 1))
  const square = (data: Float64Array) => ({ data, rows: channels, cols: channels })
  return { precision: square(precision), covariance: square(covariance), shrinkage: lambda }
}

function checkRuns(residuals: Matrix | readonly Matrix[]): readonly Matrix[] {
  if (!Array.isArray(residuals)) return [checkRun(residuals as Matrix, 'residuals')]
  const { length } = residuals as readonly Matrix[]
  if (length === 0) throw invalid('at least one matrix', 'residuals', residuals)
  const runs: Matrix[] = []
  for (let run = 0; run < length; run++) {
    runs.push(checkRun(residuals[run] as Matrix, `residuals[${run}]`))
    checkAlike(runs[0]!, runs[run]!, `residuals[${run}]`, 'residuals[0]')
  }
  return runs
}

function checkRun(run: Matrix, name: string): Matrix {
  const checked = checkMatrix(run, name)
  if (checked.rows < 1) throw invalid('an integer of at least 1', `${name}.rows`, checked.rows)
  return checked
}

function checkDegrees(given: number | undefined, natural: number): number {
  const degrees = given ?? natural
  const name = given === undefined ? 'the rows of residuals less their runs' : 'options.degreesOfFreedom'
  if (!Number.isFinite(degrees) || degrees <= 0) throw invalid('a number above 0', name, degrees)
  return degrees
}

/** The runs one after the other, and where each begins. */
function pooled(runs: readonly Matrix[]): { matrix: Matrix; offsets: Int32Array } {
  const offsets = new Int32Array(runs.length + 1)
  runs.forEach(({ rows }, run) => (offsets[run + 1] = offsets[run]! + rows))
  const [first, rows] = [runs[0]!, offsets[runs.length]!]
  if (runs.length === 1) return { matrix: first, offsets }
  const data: Float = allocateLike(first.data, rows * first.cols, 'the residuals of all runs')
  runs.forEach((run, k) => {
    // A getter of a later run may have detached an earlier one's buffer.
    checkMatrix(run, `residuals[${k}]`)
    data.set(run.data, offsets[k]! * first.cols)
  })
  return { matrix: { data, rows, cols: first.cols }, offsets }
}
