import * as tf from '@tensorflow/tfjs'
import type { NativeKernels, Run } from '../kernel.js'
import { broadcastStrides, layout, sizeOf } from '../layout.js'

const plain = [
  ...[
    'Abs',
    'Cos',
    'Sin',
    'Elu',
    'Erf',
    'Exp',
    'Expm1',
    'Floor',
    'Log',
    'Log1p',
    'Neg',
    'Reciprocal',
    'Relu',
    'Relu6',
    'Rsqrt',
  ],
  ...['Selu', 'Sigmoid', 'Sign', 'Softplus', 'Sqrt', 'Square', 'Tanh'],
]
/** The names of the two operands. */
const arithmetic = {
  Add: ['a', 'b'],
  Sub: ['a', 'b'],
  Multiply: ['a', 'b'],
  RealDiv: ['a', 'b'],
  Maximum: ['a', 'b'],
  Minimum: ['a', 'b'],
  Pow: ['a', 'b'],
  SquaredDifference: ['a', 'b'],
  Prelu: ['x', 'alpha'],
  EluGrad: ['dy', 'y'],
} as const
const comparisons = ['Greater', 'GreaterEqual', 'Less', 'LessEqual', 'Equal', 'NotEqual']

function unary(name: string, { inputs, backend }: Run, p = 0, q = 0): tf.TensorInfo | undefined {
  const x = backend.floats(inputs['x'])
  if (!x) return
  const y = backend.pool.take(x.length)
  backend.addon.unary(name, x, y, p, q)
  return backend.owning(inputs['x']!.shape, y)
}

export function binary(
  name: string,
  [first, second]: readonly [string, string],
  { inputs, backend }: Run,
  compares = false,
) {
  const [a, b] = [backend.floats(inputs[first]), backend.floats(inputs[second])]
  if (!a || !b) return
  const [shapeA, shapeB] = [inputs[first]!.shape, inputs[second]!.shape]
  const shape = tf.broadcast_util.assertAndGetBroadcastShape(shapeA, shapeB)
  const size = sizeOf(shape)
  const view = size > 0 && layout(shape, broadcastStrides(shapeA, shape), broadcastStrides(shapeB, shape))
  if (!view) return
  const out = compares ? new Uint8Array(size) : backend.pool.take(size)
  backend.addon.binary(name, a, b, out, view)
  return out instanceof Uint8Array ? backend.makeTensorInfo(shape, 'bool', out) : backend.owning(shape, out)
}

function select({ inputs, backend }: Run): tf.TensorInfo | undefined {
  const { condition, t, e } = inputs
  const [yes, no] = [backend.floats(t), backend.floats(e)]
  const chosen = backend.data.get(condition!.dataId).values
  const isSame = tf.util.arraysEqual(condition!.shape, t!.shape) && tf.util.arraysEqual(t!.shape, e!.shape)
  if (!yes || !no || !isSame || !(chosen instanceof Uint8Array)) return
  const out = backend.pool.take(yes.length)
  backend.addon.select(chosen, yes, no, out)
  return backend.owning(t!.shape, out)
}

const logical =
  (both: 0 | 1) =>
  ({ inputs: { a, b }, backend }: Run): tf.TensorInfo | undefined => {
    const [left, right] = [a, b].map((t) => backend.data.get(t!.dataId).values)
    const isSame = tf.util.arraysEqual(a!.shape, b!.shape)
    if (!(left instanceof Uint8Array) || !(right instanceof Uint8Array) || !isSame) return
    const out = new Uint8Array(left.length)
    backend.addon.logical(both, left, right, out)
    return backend.makeTensorInfo(a!.shape, 'bool', out)
  }

function filled(shape: readonly number[], value: number, { backend }: Run): tf.TensorInfo {
  return backend.owning(shape, backend.pool.take(sizeOf(shape)).fill(value))
}

const like = (value: number) => (run: Run) => {
  const { x } = run.inputs
  return x?.dtype === 'float32' ? filled(x.shape, value, run) : undefined
}

export const elementwise: NativeKernels = {
  ...Object.fromEntries(plain.map((name) => [name, (run: Run) => unary(name, run)])),
  ...Object.fromEntries(
    Object.entries(arithmetic).map(([name, operands]) => [name, (run: Run) => binary(name, operands, run)]),
  ),
  ...Object.fromEntries(comparisons.map((name) => [name, (run: Run) => binary(name, ['a', 'b'], run, true)])),
  Step: (run: Run<{ alpha?: number }>) => unary('Step', run, run.attrs.alpha ?? 0),
  LeakyRelu: (run: Run<{ alpha: number }>) => unary('LeakyRelu', run, run.attrs.alpha),
  ClipByValue: (run: Run<{ clipValueMin: number; clipValueMax: number }>) =>
    unary('ClipByValue', run, run.attrs.clipValueMin, run.attrs.clipValueMax),
  Select: select,
  LogicalAnd: logical(1),
  LogicalOr: logical(0),
  Fill: (run: Run<{ shape: number[]; value: number | string; dtype?: tf.DataType }>) => {
    const { shape, value, dtype } = run.attrs
    if (typeof value === 'number' && (dtype ?? 'float32') === 'float32') return filled(shape, value, run)
    return
  },
  ZerosLike: like(0),
  OnesLike: like(1),
}
