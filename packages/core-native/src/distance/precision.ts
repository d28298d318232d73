import { invalid } from '../runtime/errors.js'
import type { Float, Matrix } from '../runtime/matrix.js'
import type { FileOptions } from './file-options.js'
import type { Metric } from './metric.js'

/** Options of the distances, with the kernels' own and those of matrices on disk. */
export interface DistanceOptions extends FileOptions {
  /**
   * - `default`: the defined sum, the same bits on every machine
   * - `fast`: for matrices in memory, float32 products on the processor's tile unit (Intel AMX), and a bound on the error of each distance;
   *   where there is no such unit, the default's distances with their bounds
   */
  readonly precision?: 'default' | 'fast'
}

export interface DefaultOptions extends DistanceOptions {
  readonly precision?: 'default'
}

/** Options that ask for the fast mode, and so for another result. */
export interface FastOptions extends DistanceOptions {
  readonly precision: 'fast'
}

/** Distances in the fast mode; plain data. */
export interface FastDistances {
  readonly distances: Float32Array
  /**
   * As long: |returned - exact| is at most this, where exact is the metric of the float32 rows in exact arithmetic. NaN
   * where the distance is, infinite where it is.
   */
  readonly errors: Float32Array
  /** What multiplied: Intel's tile unit, or the default kernel (`none`). */
  readonly unit: 'amx' | 'none'
}

const precisions: readonly unknown[] = [undefined, 'default', 'fast']
const fastMetrics: readonly Metric[] = ['euclidean', 'sqeuclidean', 'cosine', 'correlation']

/** Whether the options ask for the fast mode. @throws CoreNativeError INVALID_ARGUMENT */
export function isFast(options: DistanceOptions | undefined): options is FastOptions {
  const precision = options?.precision
  if (!precisions.includes(precision)) throw invalid('default or fast', 'options.precision', precision)
  return precision === 'fast'
}

/**
 * That the fast mode has the metric and the type.
 * @throws CoreNativeError INVALID_ARGUMENT
 */
export function checkFast(x: Matrix<Float>, metric: Metric): asserts x is Matrix<Float32Array> {
  if (!fastMetrics.includes(metric))
    throw invalid(`one of ${fastMetrics.join(', ')}`, "metric with precision: 'fast'", metric)
  if (x.data[Symbol.toStringTag] !== 'Float32Array')
    throw invalid('a Float32Array', "x.data with precision: 'fast'", x.data)
}
