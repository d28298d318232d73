import { invalid } from '../runtime/errors.js'
import { allocate, allocateLike, type Float, type Matrix } from '../runtime/matrix.js'
import { checkOptions, type ComputeOptions } from '../runtime/options.js'
import { runKernel } from '../runtime/run-kernel.js'
import { checkConstants, checkSamples, constantArgs, istaStatuses } from './ista-options.js'
import type { IstaConstants, IstaStatus } from './ista-options.js'
import { istaReference } from './ista.reference.js'

/** Options of `sparseEncode` with method `ista`. */
export interface IstaOptions extends IstaConstants, ComputeOptions {
  readonly method: 'ista'
  /** Samples that share a stopping rule, in order; the last batch may have fewer. Default: all in one. */
  readonly batchSize?: number
  /** Whether every ratio is computed and returned (`traces`), not only the last of each batch. */
  readonly trace?: boolean
}

/** Codes by early-stopped iterations. */
export interface IstaCodes<T extends Float = Float> {
  /** Samples x atoms. */
  readonly codes: Matrix<T>
  /** Of each sample, the mean over features of the squared residual before the last update: the published error. */
  readonly errors: Float64Array
  /** The same with the codes that are returned. */
  readonly finalErrors: Float64Array
  /** Updates of the codes, of each batch. */
  readonly iterations: Int32Array
  /** Of each batch, the last ratio of spectral norms; NaN where it diverged. */
  readonly ratios: Float64Array
  readonly status: readonly IstaStatus[]
  /** Of each batch, the ratio after each update; absent unless asked for. */
  readonly traces?: readonly Float64Array[]
}

/** `sparseEncode` with method `ista`. */
export async function ista<T extends Float>(
  x: Matrix<T>,
  dictionary: Matrix<T>,
  options: IstaOptions,
): Promise<IstaCodes<T>> {
  const [samples, atoms] = checkSamples(x, dictionary)
  const { batchSize = Math.max(samples.rows, 1), trace = false } = options
  if (!Number.isInteger(batchSize) || batchSize < 1 || batchSize > 2 ** 31 - 1)
    throw invalid('an integer of at least 1', 'options.batchSize', batchSize)
  if (typeof trace !== 'boolean') throw invalid('a boolean', 'options.trace', trace)
  const constants = checkConstants(options)
  const checked = checkOptions(options)
  const { rows, cols } = samples
  const batches = Math.ceil(rows / batchSize)
  const out = {
    codes: allocateLike(samples.data, rows * atoms.cols, 'the codes'),
    errors: allocate(Float64Array, rows, 'the errors'),
    finalErrors: allocate(Float64Array, rows, 'the errors'),
    iterations: new Int32Array(batches),
    ratios: new Float64Array(batches),
    status: new Int32Array(batches),
    trace: allocate(Float64Array, trace ? batches * constants.maxIterations : 0, 'the ratios'),
  }
  const args = {
    ...{ x: samples.data, dictionary: atoms.data, rows, features: cols, atoms: atoms.cols, batchSize, batches },
    ...{ float64: samples.data[Symbol.toStringTag] === 'Float64Array', ...constantArgs(constants) },
    ...{ ...out, traced: trace },
  }
  const reference = (pace: Parameters<typeof istaReference>[5]) =>
    istaReference(samples, atoms, constants, batchSize, out, pace)
  await runKernel({ name: 'ista', args, reference }, checked)
  const traceOf = (length: number, b: number) =>
    out.trace.slice(b * constants.maxIterations, b * constants.maxIterations + length)
  return {
    codes: { data: out.codes, rows, cols: atoms.cols },
    ...{ errors: out.errors, finalErrors: out.finalErrors, iterations: out.iterations, ratios: out.ratios },
    status: Array.from(out.status, (status) => istaStatuses[status]!),
    ...(trace && { traces: Array.from(out.iterations, traceOf) }),
  }
}
