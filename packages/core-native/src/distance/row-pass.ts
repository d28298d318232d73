import { loadCheckpoint, removeCheckpoint, saveCheckpoint, type CheckpointState } from '../file/checkpoint.js'
import { checkUnchanged, isFileMatrix } from '../file/index.js'
import type { Float, Matrix } from '../runtime/matrix.js'
import { memoryLeft, type CheckedFileOptions } from './file-options.js'
import { bufferFor, identify, readingOf, rowsOf, widthOf, type Source } from './side.js'

const preferred = 2 ** 27 // bytes that are read at a time
const saveEvery = 60_000

export interface RowTask {
  /** Read once from its first row to its last. */
  readonly source: Source
  /** In memory. */
  readonly other: Matrix
  /** What distinguishes the call beside its data. */
  readonly settings: object
  /** Results: arrays that are right up to a row. */
  readonly arrays: CheckpointState['arrays']
  /** Bytes that comparing takes, beside a transposed copy of the block. */
  readonly working: number
  /** Compares rows [row, row + block.rows) with the other side, into the arrays. */
  readonly compare: (block: Matrix, row: number, options: CheckedFileOptions) => Promise<void>
}

/** Streams the source's rows past the other side; a block is read while the one before is compared. */
export async function rowPass(task: RowTask, options: CheckedFileOptions): Promise<void> {
  const { source, arrays } = task
  const { checkpoint, onProgress, ...rest } = options
  const identity = checkpoint
    ? { task: 'rows', source: await identify(source), other: await identify(task.other), ...task.settings }
    : {}
  const resumed = checkpoint ? await loadCheckpoint(checkpoint, identity, { arrays, values: [0] }) : undefined
  const rows = blockRows(task, options.maxMemory)
  const buffers = [0, 1].map(() => (isFileMatrix(source) ? bufferFor(source, rows * source.cols) : undefined))
  const reading = readingOf(options)
  const read = (row: number, turn: number) => {
    const block = rowsOf(source, row, Math.min(rows, source.rows - row), buffers[turn], reading)
    block.catch(() => undefined) // it is awaited later, or not at all once the work has failed
    return block
  }
  let row = resumed?.[0] ?? 0
  const kept = new Keeper(arrays, checkpoint, identity)
  let next = read(row, 0)
  try {
    for (let turn = 0; row < source.rows; turn ^= 1) {
      const block = await next
      const end = row + block.rows
      if (end < source.rows) next = read(end, turn ^ 1)
      const before = row
      const report = onProgress && {
        onProgress: (f: number) => onProgress(Math.min((before + f * block.rows) / source.rows, 0.999)),
      }
      kept.remember(row)
      await task.compare(block, row, { ...rest, ...report })
      row = end
      await kept.saveAtTimes(row)
    }
  } catch (error) {
    if (options.signal?.aborted) await kept.saveRemembered()
    throw error
  } finally {
    await next.catch(() => undefined) // no read may still write into the buffers
  }
  if (isFileMatrix(source)) await checkUnchanged(source)
  if (checkpoint) await removeCheckpoint(checkpoint)
  onProgress?.(1)
}

/** Saves the arrays as they were before a block: a cancelled block leaves them half changed. */
class Keeper {
  #saved = performance.now()
  #row = 0
  #before: Float64Array[] | readonly (Float | Int32Array)[] = []

  constructor(
    private readonly arrays: CheckpointState['arrays'],
    private readonly path: string | undefined,
    private readonly identity: object,
  ) {}

  remember(row: number) {
    if (!this.path) return
    this.#row = row
    this.#before = this.arrays.map((array) => array.slice())
  }

  async saveAtTimes(row: number) {
    if (!this.path || performance.now() - this.#saved < saveEvery) return
    await saveCheckpoint(this.path, this.identity, { arrays: this.arrays, values: [row] })
    this.#saved = performance.now()
  }

  async saveRemembered() {
    if (this.path && this.#before.length)
      await saveCheckpoint(this.path, this.identity, { arrays: this.#before, values: [this.#row] })
  }
}

function blockRows({ source, arrays, working }: RowTask, maxMemory: number | undefined): number {
  const rowBytes = source.cols * widthOf(source)
  // Results are kept twice, for a checkpoint of the state before a block.
  const fixed = working + 2 * arrays.reduce((sum, { byteLength }) => sum + byteLength, 0)
  const left = memoryLeft(maxMemory, fixed, 3 * rowBytes)
  return Math.max(1, Math.min(source.rows, Math.floor(Math.min(left / 3, preferred) / rowBytes)))
}
