import { loadCheckpoint, removeCheckpoint, saveCheckpoint } from '../file/checkpoint.js'
import { checkPath } from '../file/file-matrix.js'
import { identify } from '../distance/side.js'
import { invalid } from '../runtime/errors.js'
import { allocate, allocateLike, type Float, type Matrix } from '../runtime/matrix.js'
import { checkOptions, type CheckedOptions, type ComputeOptions } from '../runtime/options.js'
import { runKernel } from '../runtime/run-kernel.js'
import { checkTyped } from '../runtime/typed-array.js'
import { checkConstants, checkSamples, constantArgs, istaStatuses } from './ista-options.js'
import type { CheckedConstants, IstaConstants, IstaStatus } from './ista-options.js'
import { learnBatchReference } from './learn-batch.reference.js'

/** Options of `learnDictionary`. */
export interface LearnOptions extends IstaConstants, ComputeOptions {
  /** Rows of x, batch after batch: batchSize of them each. A row may come more than once. */
  readonly batches: Int32Array
  readonly batchSize: number
  /** What a batch's gradient is multiplied by (0.01); it is a sum over the batch, not a mean. */
  readonly learningRate: number
  /**
   * A file that keeps the state, written every `checkpointEvery` batches and when the call is aborted: the same call
   * goes on there, and ends with the same bits. It is removed at the end.
   */
  readonly checkpoint?: string
  /** Default 25. */
  readonly checkpointEvery?: number
}

/** A dictionary, and how it was learned. */
export interface LearnedDictionary<T extends Float = Float> {
  /** Features x atoms; the columns are as the last update left them, not at length 1. */
  readonly dictionary: Matrix<T>
  /** Of each batch, the mean squared residual over its samples and features: the training curve. */
  readonly errors: Float64Array
  /** Of each batch, the updates of its codes before the one that is learned from. */
  readonly iterations: Int32Array
  /** Of each batch, the last ratio of spectral norms. */
  readonly ratios: Float64Array
  /** Nothing is learned from a batch that reached the limit or diverged. */
  readonly status: readonly IstaStatus[]
}

/**
 * Learns a dictionary batch by batch (Olshausen & Field 1996, Nature 381; as in Lin, Li, Lafferty & Yildirim 2024):
 * columns at length 1, codes by `sparseEncode` with `ista` and one update more, then Φ += learningRate Eᵀr with E the
 * residuals of those codes, summed over the batch.
 *
 * Same input, same bits, for any thread count, SIMD level, and number of interruptions.
 * @param x samples x features; not to be changed before the promise settles
 * @param dictionary features x atoms, of x's type: where to start
 * @throws CoreNativeError INVALID_ARGUMENT, INVALID_SHAPE, OUT_OF_MEMORY, DEVICE_UNAVAILABLE, and INVALID_FILE or
 *   FILE_UNREADABLE of the checkpoint; `signal.reason` once aborted
 */
export async function learnDictionary<T extends Float>(
  x: Matrix<T>,
  dictionary: Matrix<T>,
  options: LearnOptions,
): Promise<LearnedDictionary<T>> {
  const task = checkTask(x, dictionary, options)
  const checked = checkOptions(options)
  const state = new State(task)
  const { checkpoint, every } = task
  const identity = checkpoint ? await identityOf(task) : {}
  if (checkpoint) state.restore(await loadCheckpoint(checkpoint, identity, state))
  const save = async () => {
    if (checkpoint) await saveCheckpoint(checkpoint, identity, state)
  }
  try {
    while (state.done < task.count) {
      checked.signal?.throwIfAborted()
      await learnBatch(task, state, checked)
      if (state.done % every === 0 && state.done < task.count) await save()
    }
  } catch (error) {
    if (checked.signal?.aborted) await save()
    throw error
  }
  checked.onProgress?.(1)
  if (checkpoint) await removeCheckpoint(checkpoint)
  return {
    dictionary: { data: state.dictionary, rows: task.dictionary.rows, cols: task.dictionary.cols },
    ...{ errors: state.errors, iterations: state.iterations, ratios: state.ratios },
    status: Array.from(state.status, (status) => istaStatuses[status]!),
  }
}

interface Task<T extends Float> {
  readonly x: Matrix<T>
  readonly dictionary: Matrix<T>
  readonly constants: CheckedConstants
  readonly batches: Int32Array
  readonly batchSize: number
  readonly count: number
  readonly learningRate: number
  readonly checkpoint: string | undefined
  readonly every: number
}

function checkTask<T extends Float>(x: Matrix<T>, start: Matrix<T>, options: LearnOptions): Task<T> {
  const [samples, dictionary] = checkSamples(x, start)
  if (typeof options !== 'object' || options === null) throw invalid('an object', 'options', options)
  const constants = checkConstants(options)
  const { batches: given, batchSize, learningRate, checkpoint, checkpointEvery: every = 25 } = options
  const length = checkTyped(given, ['Int32Array'], 'options.batches')
  const batches = new Int32Array(given)
  if (!Number.isInteger(batchSize) || batchSize < 1 || length % batchSize !== 0)
    throw invalid(`a divisor of the ${length} rows of options.batches`, 'options.batchSize', batchSize)
  const wrong = batches.findIndex((row) => row < 0 || row >= samples.rows)
  if (wrong >= 0) throw invalid(`a row of x, 0 to ${samples.rows - 1},`, `options.batches[${wrong}]`, batches[wrong])
  if (!(Number.isFinite(learningRate) && learningRate > 0))
    throw invalid('a number above 0', 'options.learningRate', learningRate)
  if (checkpoint !== undefined) checkPath(checkpoint, 'options.checkpoint')
  if (!Number.isInteger(every) || every < 1) throw invalid('an integer of at least 1', 'options.checkpointEvery', every)
  const count = length / batchSize
  return { x: samples, dictionary, constants, batches, batchSize, count, learningRate, checkpoint, every }
}

class State<T extends Float> {
  dictionary: T
  updated: T
  readonly errors: Float64Array
  readonly ratios: Float64Array
  readonly iterations: Int32Array
  readonly status: Int32Array
  done = 0

  constructor({ dictionary, count }: Task<T>) {
    const { data, rows, cols } = dictionary
    this.dictionary = allocateLike(data, rows * cols, 'the dictionary')
    this.dictionary.set(data)
    this.updated = allocateLike(data, rows * cols, 'the dictionary')
    this.errors = allocate(Float64Array, count, 'the errors')
    this.ratios = allocate(Float64Array, count, 'the ratios')
    this.iterations = new Int32Array(count)
    this.status = new Int32Array(count)
  }

  get arrays() {
    return [this.dictionary, this.errors, this.ratios, this.iterations, this.status]
  }
  get values() {
    return [this.done]
  }
  restore(values: readonly number[] | undefined) {
    if (values) this.done = values[0]!
  }
}

async function learnBatch<T extends Float>(task: Task<T>, state: State<T>, options: CheckedOptions): Promise<void> {
  const { x, dictionary, constants, batches, batchSize, learningRate, count } = task
  const b = state.done
  const rows = batches.slice(b * batchSize, (b + 1) * batchSize)
  const out = {
    updated: state.updated,
    error: state.errors.subarray(b, b + 1),
    ratio: state.ratios.subarray(b, b + 1),
    outcome: new Int32Array(2),
  }
  const args = {
    ...{ x: x.data, rows, dictionary: state.dictionary, ...out, learningRate: Float64Array.of(learningRate) },
    ...{ rowCount: x.rows, batchSize, features: x.cols, atoms: dictionary.cols, ...constantArgs(constants) },
    float64: x.data[Symbol.toStringTag] === 'Float64Array',
  }
  const before = { ...dictionary, data: state.dictionary }
  const reference = (pace: Parameters<typeof learnBatchReference>[6]) =>
    learnBatchReference(x, [...rows], before, constants, learningRate, out, pace)
  const { onProgress, ...rest } = options
  const report = onProgress && { onProgress: (f: number) => onProgress(Math.min((b + f) / count, 0.999999)) }
  await runKernel({ name: 'learnBatch', args, reference }, { ...rest, ...report })
  ;[state.iterations[b], state.status[b]] = [out.outcome[0]!, out.outcome[1]!]
  ;[state.dictionary, state.updated] = [state.updated, state.dictionary]
  state.done++
}

/** What a checkpoint of this work belongs to. */
async function identityOf<T extends Float>(task: Task<T>): Promise<object> {
  const { constants, batchSize, learningRate, batches } = task
  const rows = { data: Float64Array.from(batches), rows: 1, cols: batches.length }
  const [x, dictionary, drawn] = await Promise.all([task.x, task.dictionary, rows].map(identify))
  return { task: 'learn-dictionary', x, dictionary, drawn, ...constants, batchSize, learningRate }
}
