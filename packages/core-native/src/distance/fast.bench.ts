import { capabilities } from '../runtime/capabilities.js'
import type { Benchmark } from '../testing/benchmark.js'
import { madeMatrix } from '../testing/made-matrix.js'
import { pdist } from './index.js'

const unit = capabilities().simd?.tiles
const [rows, cols] = [2000, 1000]

/** `precision: 'fast'` on the tile unit; without one the heading says that nothing was measured. */
export const benchmark: Benchmark = {
  name: unit ? 'fast' : 'fast: correlation float32 not measured (no AMX here)',
  cases: () => {
    if (!unit) return []
    const x = madeMatrix('float32', rows, cols)
    return [
      {
        label: `correlation float32 fast (${unit}) ${rows} x ${cols}`,
        x,
        operations: rows * (rows - 1) * cols,
        run: async (threads) => (await pdist(x, 'correlation', { threads, precision: 'fast' })).distances,
        peers: ['scipy-pdist-correlation', 'numpy-correlation'],
      },
    ]
  },
}
