import type { NativeKernels } from '../kernel.js'
import { convolution } from './convolution.js'
import { elementwise } from './elementwise.js'
import { matmul } from './matmul.js'
import { movement } from './movement.js'
import { normalization } from './normalization.js'
import { pooling } from './pooling.js'
import { reductions } from './reduction.js'
import { resizing } from './resize.js'
import { selection } from './selection.js'

export { own } from './own.js'

/** All native kernels. */
export const kernels: NativeKernels = {
  ...convolution,
  ...elementwise,
  ...matmul,
  ...movement,
  ...normalization,
  ...pooling,
  ...reductions,
  ...resizing,
  ...selection,
}
