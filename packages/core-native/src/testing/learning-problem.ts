import type { LearnOptions } from '../sparse-coding/index.js'
import { madeMatrix } from './made-matrix.js'
import { published } from './sparse-problem.js'

/** Dictionary learning of some seconds with many checkpoints, the same in every process. */
export function learningProblem() {
  const batches = Int32Array.from({ length: 32 * 150 }, (_, k) => (k * 7919 + 3) % 400)
  const options: LearnOptions = {
    ...published,
    ...{ centre: 'grand-mean', learningRate: 0.01, batchSize: 32, batches, checkpointEvery: 5 },
  }
  return {
    x: madeMatrix('float32', 400, 200, (v) => Math.max(v, 0)),
    dictionary: madeMatrix('float32', 200, 100),
    options,
  }
}
