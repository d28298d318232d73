import { checkUnchanged, isFileMatrix } from '../file/index.js'
import { loadCheckpoint, removeCheckpoint, saveCheckpoint } from '../file/checkpoint.js'
import { allocate, type Float } from '../runtime/matrix.js'
import { runKernel } from '../runtime/run-kernel.js'
import { unreachable } from './finish-totals.js'
import { memoryLeft, type CheckedFileOptions } from './file-options.js'
import { metrics, type Metric } from './metric.js'
import { bufferFor, columnsOf, identify, isFloat64, readingOf, widthOf, type Reading, type Source } from './side.js'

const block = 256 // the definition of a sum
const perCall = 16 * block // columns of one kernel call: its transposed copy stays small
const preferred = 2 ** 17 // bytes of a row that are read at a time
const rowSums = 6
const saveEvery = 60_000
/** Raised with the native rectangles' shape, by which a checkpoint says what is done. */
const rectangles = 2

/** What to compare, column by column. */
export interface ColumnTask {
  readonly x: Source
  /** Absent: pairs of x's own rows. */
  readonly y?: Source
  readonly metric: Metric
  /** float32 is compared in float64. */
  readonly wide: boolean
  /** Bytes that the caller allocates beside. */
  readonly results: number
}

/** float64 totals of all pairs, and what the rows of normalised metrics need. */
export interface Totals {
  readonly totals: Float64Array
  readonly xSums: Float64Array
  readonly ySums: Float64Array
}

/**
 * The totals of all pairs, reading each matrix on disk once from its first column to its last.
 *
 * Cosine and correlation centre by the mean of each row's first 256 values and take the rest of the mean off in the end;
 * a row where that mean is so far off that digits would be lost (its square exceeds the variance) costs a second pass
 * with exact means.
 */
export async function columnTotals(task: ColumnTask, options: CheckedFileOptions): Promise<Totals> {
  const state = new State(task)
  const { maxMemory, checkpoint } = options
  const width = panelWidth(task, state.bytes, maxMemory)
  const reading = readingOf(options)
  const identity = checkpoint ? await identityOf(task) : {}
  if (checkpoint) state.restore(await loadCheckpoint(checkpoint, identity, state))
  const buffers = [0, 1].map(() =>
    (task.y ? [task.x, task.y] : [task.x]).map((source) =>
      isFileMatrix(source) ? bufferFor(source, source.rows * width) : undefined,
    ),
  )
  try {
    for (;;) {
      await onePass(task, state, width, options, reading, buffers, async () => {
        if (checkpoint) await saveCheckpoint(checkpoint, identity, state)
      })
      if (!state.needsExactMeans()) break
      state.restartWithExactMeans()
    }
  } catch (error) {
    if (checkpoint && options.signal?.aborted) await saveCheckpoint(checkpoint, identity, state)
    throw error
  }
  for (const source of [task.x, task.y]) if (source && isFileMatrix(source)) await checkUnchanged(source)
  if (checkpoint) await removeCheckpoint(checkpoint)
  return state
}

async function onePass(
  task: ColumnTask,
  state: State,
  width: number,
  options: CheckedFileOptions,
  reading: Reading,
  buffers: readonly (readonly (Float | undefined)[])[],
  save: () => Promise<void>,
) {
  const { x, y = x } = task
  const sources = task.y ? [x, y] : [x]
  const read = (col: number, turn: number) => {
    const cols = Math.min(width, x.cols - col)
    const panels = Promise.all(sources.map((source, s) => columnsOf(source, col, cols, buffers[turn]![s], reading)))
    panels.catch(() => undefined) // it is awaited later, or not at all once the work has failed
    return panels
  }
  let saved = performance.now()
  let next = read(state.block * block, 0)
  let settled: Promise<unknown> = next
  try {
    for (let turn = 0; state.block * block < x.cols; turn ^= 1) {
      const col = state.block * block
      const end = Math.min(col + width, x.cols)
      const panels = await next
      if (end < x.cols) settled = next = read(end, turn ^ 1)
      for (let at = col; at < end; at += perCall) {
        await accumulate(task, state, panels, at - col, Math.min(perCall, end - at), options)
        if (performance.now() - saved < saveEvery) continue
        await save()
        saved = performance.now()
      }
    }
  } finally {
    await settled.catch(() => undefined) // no read may still write into the buffers
  }
}

type Panel = Awaited<ReturnType<typeof columnsOf>>

async function accumulate(
  task: ColumnTask,
  state: State,
  panels: readonly Panel[],
  offset: number,
  cols: number,
  options: CheckedFileOptions,
) {
  const { x, y } = task
  const until = state.block + Math.ceil(cols / block)
  const sides = panels.map((panel, s) => ({ ...panel, first: panel.first + offset, ...state.side(s) }))
  const args = {
    ...{ x: sides[0], y: sides[1], symmetric: !y, cols, from: state.block, until },
    ...{ metric: metrics.indexOf(task.metric), float64: isFloat64(x), wide: task.wide, givenShift: state.given },
    ...{ totals: state.totals, done: state.done },
  }
  const { onProgress, ...rest } = options
  const before = (state.block * block) / x.cols
  const report = onProgress && { onProgress: (f: number) => onProgress(Math.min(before + (f * cols) / x.cols, 0.999)) }
  await runKernel({ name: 'accumulate', args, reference: unreachable }, { ...rest, ...report })
  state.block = until
}

class State implements Totals {
  readonly totals: Float64Array
  readonly xSums: Float64Array
  readonly ySums: Float64Array
  readonly done: Int32Array
  readonly #xDone: Int32Array
  readonly #yDone: Int32Array
  readonly #cols: number
  readonly #centred: boolean
  block = 0
  given = false

  constructor({ x, y, metric }: ColumnTask) {
    const other = y ?? x
    const pairs = y ? x.rows * y.rows : (x.rows * (x.rows - 1)) / 2
    this.#centred = metric === 'correlation'
    const normalised = this.#centred || metric === 'cosine'
    this.#cols = x.cols
    this.totals = allocate(Float64Array, pairs, 'the totals')
    // As many as accumulate.h says.
    this.done = new Int32Array(Math.ceil(x.rows / 8) * Math.ceil(Math.ceil(other.rows / 48) / 2))
    const sums = ({ rows }: Source) => new Float64Array(normalised ? rowSums * rows : 0)
    const panels = ({ rows }: Source) => new Int32Array(normalised ? Math.ceil(rows / 48) : 0)
    this.xSums = sums(x)
    this.#xDone = panels(x)
    this.ySums = y ? sums(y) : this.xSums
    this.#yDone = y ? panels(y) : this.#xDone
  }

  get arrays() {
    return [this.totals, this.done, this.xSums, this.#xDone, this.ySums, this.#yDone]
  }
  get values() {
    return [this.block, Number(this.given)]
  }
  get bytes() {
    return this.arrays.reduce((sum, { byteLength }) => sum + byteLength, 0)
  }
  side(s: number) {
    return s === 0 ? { sums: this.xSums, sumsDone: this.#xDone } : { sums: this.ySums, sumsDone: this.#yDone }
  }

  restore(values: readonly number[] | undefined) {
    if (values) [this.block, this.given] = [values[0]!, values[1] === 1]
  }

  needsExactMeans(): boolean {
    return this.#centred && !this.given && [this.xSums, this.ySums].some((sums) => poorlyCentred(sums, this.#cols))
  }

  restartWithExactMeans() {
    for (const sums of new Set([this.xSums, this.ySums])) {
      const rows = sums.length / rowSums
      for (let i = 0; i < rows; i++) sums[i]! += sums[2 * rows + i]! / this.#cols / sums[rows + i]!
    }
    for (const array of [this.totals, this.done, this.#xDone, this.#yDone]) array.fill(0)
    this.block = 0
    this.given = true
  }
}

// Sums as accumulate.h lays them out: shift, scale, Σx', Σx'², least, most. Where the square of the mean that is left
// exceeds the variance, taking it off in the end would cost more than one bit.
function poorlyCentred(sums: Float64Array, cols: number): boolean {
  const rows = sums.length / rowSums
  for (let i = 0; i < rows; i++) {
    const own = sums[2 * rows + i]! ** 2 / cols
    const constant = sums[4 * rows + i] === sums[5 * rows + i]
    if (!constant && own > sums[3 * rows + i]! - own) return true
  }
  return false
}

function panelWidth({ x, y, wide, results }: ColumnTask, state: number, maxMemory: number | undefined): number {
  const sources = y ? [x, y] : [x]
  const padded = sources.reduce((sum, { rows }) => sum + Math.ceil(rows / 48) * 48, 0)
  const transposed = padded * Math.min(perCall, x.cols) * (wide ? 8 : widthOf(x))
  const perColumn = sources.reduce((sum, s) => sum + (isFileMatrix(s) ? 2 * s.rows * widthOf(s) : 0), 0)
  const left = memoryLeft(maxMemory, state + results + transposed, perColumn * Math.min(block, x.cols))
  const wanted = Math.min(left / (perColumn || 1), preferred / widthOf(x))
  return Math.min(x.cols, Math.max(block, Math.floor(wanted / block) * block))
}

/** What a checkpoint of this work belongs to. */
async function identityOf({ x, y, metric, wide }: ColumnTask): Promise<object> {
  return { task: 'columns', rectangles, x: await identify(x), ...(y && { y: await identify(y) }), metric, wide }
}
