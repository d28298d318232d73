import type { Run } from '../kernel.js'
import type { NativeBackend } from '../native-backend.js'
import { broadcastStrides, layout, rowMajor } from '../layout.js'

/** What follows a fused convolution or product. */
export interface Activation {
  readonly activation?: 'linear' | 'relu' | 'relu6' | 'elu' | 'sigmoid' | 'leakyrelu' | 'prelu'
  readonly leakyreluAlpha?: number
}

const unary = { relu: 'Relu', relu6: 'Relu6', elu: 'Elu', sigmoid: 'Sigmoid', leakyrelu: 'LeakyRelu' } as const

/** Whether `activate` can do it. */
export function isActivation({ activation }: Activation, inputs: Run['inputs']): boolean {
  if (!activation || activation === 'linear' || activation in unary) return true
  return activation === 'prelu' && inputs['preluActivationWeights']?.dtype === 'float32'
}

/** Applies an activation to `y`, in place. */
export function activate(
  backend: NativeBackend,
  y: Float32Array,
  shape: readonly number[],
  { activation, leakyreluAlpha = 0.2 }: Activation,
  inputs: Run['inputs'],
): void {
  if (!activation || activation === 'linear') return
  if (activation !== 'prelu') return backend.addon.unary(unary[activation], y, y, leakyreluAlpha, 0)
  const slopes = inputs['preluActivationWeights']!
  const view = layout(shape, rowMajor(shape), broadcastStrides(slopes.shape, shape))!
  backend.addon.binary('Prelu', y, backend.floats(slopes)!, y, view)
}
