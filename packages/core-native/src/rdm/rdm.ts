import { pdist } from '../distance/pdist.js'
import type { Metric } from '../distance/metric.js'
import { invalid } from '../runtime/errors.js'
import { allocateLike, checkMatrix, type Float, type Matrix } from '../runtime/matrix.js'
import { checkOptions, type CheckedOptions, type ComputeOptions } from '../runtime/options.js'
import { choleskyFactor } from './cholesky.js'
import { conditionMeans, wideConditionMeans } from './condition-means.js'
import { crossnobis } from './crossnobis.js'
import { makeDesign, type Design } from './design.js'
import { checkRdmMetric, type RdmMetric } from './metric.js'
import { part } from './part.js'
import { checkPrecision, type Precision } from './precision-argument.js'
import { whiten } from './whiten.js'

/** A representational dissimilarity matrix: plain data. */
export interface Rdm<T extends Float = Float> {
  /** n(n-1)/2 dissimilarities in SciPy's condensed order: (0,1), (0,2), …, (1,2), … */
  readonly values: T
  /** Number of conditions. */
  readonly n: number
  readonly metric: RdmMetric
  /** Their labels, ascending; without labels the numbers of the rows. */
  readonly conditions: Float64Array
}

export interface RdmOptions extends ComputeOptions {
  readonly metric: RdmMetric
  /** A label for each row, a number. Rows of one condition are averaged; their counts may differ. */
  readonly conditions?: ArrayLike<number>
  /** A label for each row: the part of the measurements that it belongs to. For crossnobis, and needed there. */
  readonly folds?: ArrayLike<number>
  /**
   * For mahalanobis, sqmahalanobis (needed there) and crossnobis (default: the identity). Channels x channels, symmetric
   * and positive definite, in units of 1 / pattern²; or as many numbers as channels, the diagonal of a diagonal one
   * (univariate noise normalisation). `noisePrecision` estimates one.
   */
  readonly precision?: Matrix | Float
}

/**
 * Dissimilarities between conditions.
 *
 * A condition's pattern is the mean of its rows. With the metrics of `pdist` the result has the bits of `pdist` of these
 * means. Mahalanobis distances and crossnobis run in float64, whatever the input's type, and are rounded once: patterns
 * are whitened by the precision's Cholesky factor, then differences are multiplied. For crossnobis (Walther et al. 2016;
 * Diedrichsen et al. 2016, arXiv:1607.01371) a condition's pattern in a fold is the mean of its rows there; a pair of
 * conditions uses the folds that both have, all pairs of different folds alike, and is NaN where there are fewer than two.
 * @param patterns measurements x channels: it must not be changed or transferred before the promise settles, nor what
 *   `precision` holds
 * @returns dissimilarities of the patterns' type; a NaN in a condition's pattern makes its dissimilarities NaN
 * @throws CoreNativeError INVALID_ARGUMENT (also where the precision is not positive definite), INVALID_SHAPE,
 *   OUT_OF_MEMORY, DEVICE_UNAVAILABLE; `signal.reason` once aborted
 */
export async function rdm<T extends Float>(patterns: Matrix<T>, options: RdmOptions): Promise<Rdm<T>> {
  const x = checkMatrix(patterns, 'patterns')
  if (typeof options !== 'object' || options === null) throw invalid('an object', 'options', options)
  const metric = checkRdmMetric(options.metric)
  const { conditions, folds, precision } = options
  checkNeeded(metric, { conditions, folds, precision })
  const design = makeDesign(x.rows, conditions, folds)
  const noise = precision === undefined ? undefined : checkPrecision(precision, x.cols)
  const checked = checkOptions(options)
  const task: Task<T> = { x, design, noise, averaged: conditions !== undefined }
  const values = isPlain(metric) ? await plain(task, metric, checked) : await withNoise(task, metric, checked)
  return { values, n: design.conditions.length, metric, conditions: design.conditions }
}

interface Task<T extends Float> {
  readonly x: Matrix<T>
  readonly design: Design
  readonly noise: Precision | undefined
  readonly averaged: boolean
}

const isPlain = (metric: RdmMetric): metric is Metric => metric !== 'crossnobis' && !metric.includes('mahalanobis')

/** That the options a metric needs are there, and none that it would not read. */
function checkNeeded(metric: RdmMetric, given: Pick<RdmOptions, 'conditions' | 'folds' | 'precision'>): void {
  const needs = { crossnobis: ['conditions', 'folds'], mahalanobis: ['precision'], sqmahalanobis: ['precision'] }
  const needed: readonly string[] = isPlain(metric) ? [] : needs[metric as keyof typeof needs]
  const allowed = [...needed, 'conditions', ...(metric === 'crossnobis' ? ['precision'] : [])]
  for (const name of ['conditions', 'folds', 'precision'] as const) {
    const wanted = needed.includes(name) ? 'a value' : 'no value'
    if (given[name] === undefined ? needed.includes(name) : !allowed.includes(name))
      throw invalid(`${wanted} (metric ${metric})`, `options.${name}`, given[name])
  }
}

async function plain<T extends Float>({ x, design, averaged }: Task<T>, metric: Metric, options: CheckedOptions) {
  if (!averaged) return pdist(x, metric, options)
  const means = await conditionMeans(x, design, part(options, 0, 0.2))
  return pdist(means, metric, part(options, 0.2, 1))
}

async function withNoise<T extends Float>(task: Task<T>, metric: RdmMetric, options: CheckedOptions): Promise<T> {
  const { x, design, noise } = task
  const n = design.conditions.length
  const out = allocateLike(x.data, (n * (n - 1)) / 2, 'the dissimilarities')
  const means = await wideConditionMeans(x, design, noise?.roots, part(options, 0, 0.1))
  const white = noise?.matrix ? await whitened(means, noise.matrix, options) : means
  if (metric === 'crossnobis') {
    await crossnobis(white, design, out, part(options, 0.7, 1))
    return out
  }
  const distances = await pdist(white, metric === 'mahalanobis' ? 'euclidean' : 'sqeuclidean', part(options, 0.7, 1))
  out.set(distances)
  return out
}

async function whitened(means: Matrix<Float64Array>, matrix: Float64Array, options: CheckedOptions) {
  const task = { data: matrix, n: means.cols, name: 'options.precision' }
  return whiten(means, await choleskyFactor(task, part(options, 0.1, 0.5)), part(options, 0.5, 0.7))
}
