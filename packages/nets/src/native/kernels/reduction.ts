import * as tf from '@tensorflow/tfjs'
import type { NativeKernels, Run } from '../kernel.js'
import { layout, rowMajor, sizeOf } from '../layout.js'
import type { NativeBackend } from '../native-backend.js'

interface Attributes {
  readonly axis: number | number[]
  readonly keepDims?: boolean
}

/** [outer, reduced, inner] where the reduced axes are neighbours (sides of 1 apart); null where they are not. */
function blockOf(shape: readonly number[], axes: readonly number[]): [number, number, number] | null {
  const sides = shape.map((side, d) => ({ side, isReduced: axes.includes(d) })).filter(({ side }) => side !== 1)
  const first = sides.findIndex(({ isReduced }) => isReduced)
  const last = sides.findLastIndex(({ isReduced }) => isReduced)
  const part = (from: number, to: number) => sizeOf(sides.slice(from, to).map(({ side }) => side))
  if (first < 0) return [1, 1, part(0, sides.length)]
  if (sides.slice(first, last + 1).some(({ isReduced }) => !isReduced)) return null
  return [part(0, first), part(first, last + 1), part(last + 1, sides.length)]
}

/** A copy with the reduced axes last. */
function gathered(backend: NativeBackend, x: Float32Array, shape: readonly number[], axes: readonly number[]) {
  const kept = shape.map((_, d) => d).filter((d) => !axes.includes(d))
  const order = [...kept, ...axes]
  const strides = rowMajor(shape)
  const sides = order.map((d) => shape[d]!)
  const view = layout(
    sides,
    order.map((d) => strides[d]!),
    rowMajor(sides),
  )
  if (!view) return null
  const values = backend.pool.take(x.length)
  backend.addon.copy(x, values, Int32Array.of(0, 0), view)
  return values
}

const reduction =
  (name: string) =>
  ({ inputs, backend, attrs: { axis, keepDims } }: Run<Attributes>): tf.TensorInfo | undefined => {
    const info = inputs['x']
    const x = backend.floats(info)
    if (!info || !x || x.length === 0) return
    const axes = tf.util.parseAxisParam(axis, info.shape)
    const [reducedShape] = tf.backend_util.computeOutAndReduceShapes(info.shape, axes)
    const shape = keepDims ? tf.backend_util.expandShapeToKeepDim(reducedShape, axes) : reducedShape
    const size = sizeOf(shape)
    const block = blockOf(info.shape, axes)
    const source = block ? x : gathered(backend, x, info.shape, axes)
    if (!source) return
    const out = backend.pool.take(size)
    backend.addon.reduce(name, source, out, Int32Array.from(block ?? [size, x.length / size, 1]))
    if (source !== x) backend.pool.give(source)
    return backend.owning(shape, out)
  }

/** The softmax over the last axis. */
function softmax({ inputs, backend, attrs: { dim } }: Run<{ dim: number }>): tf.TensorInfo | undefined {
  const { addon, pool } = backend
  const x = backend.floats(inputs['logits'])
  const shape = inputs['logits']!.shape
  if (!x || x.length === 0 || (dim !== -1 && dim !== shape.length - 1)) return
  const columns = shape.at(-1)!
  const rows = x.length / columns
  const [y, one] = [pool.take(x.length), pool.take(rows)]
  const view = layout([rows, columns], [columns, 1], [1, 0])!
  const block = Int32Array.of(rows, columns, 1)
  addon.reduce('Max', x, one, block)
  addon.binary('Sub', x, one, y, view)
  addon.unary('Exp', y, y, 0, 0)
  addon.reduce('Sum', y, one, block)
  addon.binary('RealDiv', y, one, y, view)
  pool.give(one)
  return backend.owning(shape, y)
}

export const reductions: NativeKernels = {
  Sum: reduction('Sum'),
  Mean: reduction('Mean'),
  Max: (run: Run<{ reductionIndices: number | number[]; keepDims?: boolean }>) =>
    reduction('Max')({
      ...run,
      attrs: { axis: run.attrs.reductionIndices, keepDims: run.attrs.keepDims } as Attributes,
    }),
  Min: reduction('Min'),
  Softmax: softmax,
}
