import * as tf from '@tensorflow/tfjs'
import type { NativeKernels, Run } from '../kernel.js'
import { layout, rowMajor, sizeOf } from '../layout.js'
import type { NativeBackend } from '../native-backend.js'

/** A strided view of an array. */
interface View {
  readonly values: Float32Array
  readonly strides: readonly number[]
  readonly offset?: number
}

/** Copies one view to another of the same shape; false where the shape has too many sides. */
function copy(backend: NativeBackend, sides: readonly number[], from: View, to: View): boolean {
  const view = layout(sides, from.strides, to.strides)
  if (view) backend.addon.copy(from.values, to.values, Int32Array.of(from.offset ?? 0, to.offset ?? 0), view)
  return view !== null
}

/** A new tensor whose elements are a view of `x`. */
function moved(backend: NativeBackend, shape: readonly number[], sides: readonly number[], from: View) {
  const size = sizeOf(shape)
  if (size === 0 || from.values.length === 0) return
  const values = backend.pool.take(size)
  if (copy(backend, sides, from, { values, strides: rowMajor(sides) })) return backend.owning(shape, values)
  return
}

function transpose({ inputs, backend, attrs: { perm } }: Run<{ perm: number[] }>) {
  const values = backend.floats(inputs['x'])
  if (!values) return
  const { shape } = inputs['x']!
  const strides = rowMajor(shape)
  const sides = perm.map((axis) => shape[axis]!)
  return moved(backend, sides, sides, { values, strides: perm.map((axis) => strides[axis]!) })
}

function slice({ inputs, backend, attrs }: Run<{ begin: number | number[]; size: number | number[] }>) {
  const values = backend.floats(inputs['x'])
  if (!values) return
  const x = inputs['x']!
  const [begin, size] = tf.slice_util.parseSliceParams(x as tf.Tensor, attrs.begin, attrs.size)
  tf.slice_util.assertParamsValid(x, begin, size)
  const strides = rowMajor(x.shape)
  return moved(backend, size, size, { values, strides, offset: tf.slice_util.computeFlatOffset(begin, strides) })
}

interface Strided {
  readonly begin: number[]
  readonly end: number[]
  readonly strides: number[]
  readonly beginMask: number
  readonly endMask: number
  readonly ellipsisMask: number
  readonly newAxisMask: number
  readonly shrinkAxisMask: number
}

function stridedSlice({ inputs, backend, attrs }: Run<Strided>) {
  const values = backend.floats(inputs['x'])
  if (!values) return
  const { shape } = inputs['x']!
  const { begin, end, strides, beginMask, endMask, ellipsisMask, newAxisMask, shrinkAxisMask } = attrs
  const masks = [beginMask, endMask, ellipsisMask, newAxisMask, shrinkAxisMask] as const
  const info = tf.slice_util.sliceInfo(shape, begin, end, strides, ...masks)
  // A slice of fewer sides than there are: what the cpu backend makes of it.
  if (info.finalShapeSparse.length !== shape.length) return
  const own = rowMajor(shape)
  const steps = own.map((stride, d) => stride * info.strides[d]!)
  const offset = tf.slice_util.computeFlatOffset(info.begin, own)
  return moved(backend, info.finalShape, info.finalShapeSparse, { values, strides: steps, offset })
}

function split({ inputs, backend, attrs }: Run<{ numOrSizeSplits: number | number[]; axis: number }>) {
  const values = backend.floats(inputs['x'])
  if (!values) return
  const x = inputs['x']!
  const axis = tf.util.parseAxisParam(attrs.axis, x.shape)[0]!
  const lengths = tf.backend_util.prepareSplitSize(x as tf.Tensor, attrs.numOrSizeSplits, axis)
  if (lengths.some((length) => length === 0) || values.length === 0 || x.shape.length > 8) return
  const strides = rowMajor(x.shape)
  let start = 0
  return lengths.map((length) => {
    const shape = x.shape.with(axis, length)
    const part = moved(backend, shape, shape, { values, strides, offset: start * strides[axis]! })!
    start += length
    return part
  })
}

function reverse({ inputs, backend, attrs: { dims } }: Run<{ dims: number | number[] }>) {
  const values = backend.floats(inputs['x'])
  if (!values) return
  const { shape } = inputs['x']!
  const axes = tf.util.parseAxisParam(dims, shape)
  const strides = rowMajor(shape)
  const offset = axes.reduce((sum, axis) => sum + (shape[axis]! - 1) * strides[axis]!, 0)
  const backwards = strides.map((stride, axis) => (axes.includes(axis) ? -stride : stride))
  return moved(backend, shape, shape, { values, strides: backwards, offset })
}

function pad({ inputs, backend, attrs }: Run<{ paddings: [number, number][]; constantValue: number }>) {
  const from = backend.floats(inputs['x'])
  if (!from || from.length === 0 || attrs.paddings.some(([before, after]) => before < 0 || after < 0)) return
  const { shape } = inputs['x']!
  const padded = shape.map((side, d) => attrs.paddings[d]![0] + side + attrs.paddings[d]![1])
  const strides = rowMajor(padded)
  const offset = attrs.paddings.reduce((sum, [before], d) => sum + before * strides[d]!, 0)
  const values = backend.pool.take(sizeOf(padded)).fill(attrs.constantValue)
  if (!copy(backend, shape, { values: from, strides: rowMajor(shape) }, { values, strides, offset })) return
  return backend.owning(padded, values)
}

function tile({ inputs, backend, attrs: { reps } }: Run<{ reps: number[] }>) {
  const values = backend.floats(inputs['x'])
  if (!values) return
  const { shape } = inputs['x']!
  const strides = rowMajor(shape)
  const result = shape.map((side, d) => side * reps[d]!)
  const sides = shape.flatMap((side, d) => [reps[d]!, side])
  return moved(backend, result, sides, { values, strides: strides.flatMap((stride) => [0, stride]) })
}

function concat({ inputs, backend, attrs }: Run<{ axis: number }>) {
  const parts = Object.values(inputs).filter((x): x is tf.TensorInfo => !!x && sizeOf(x.shape) > 0)
  if (parts.length < 2 || parts.some((x) => x.dtype !== 'float32') || parts[0]!.shape.length > 8) return
  const shapes = parts.map((x) => x.shape)
  const axis = tf.util.parseAxisParam(attrs.axis, shapes[0]!)[0]!
  tf.backend_util.assertParamsConsistent(shapes, axis)
  const shape = tf.backend_util.computeOutShape(shapes, axis)
  const strides = rowMajor(shape)
  const values = backend.pool.take(sizeOf(shape))
  let offset = 0
  for (const x of parts) {
    copy(backend, x.shape, { values: backend.floats(x)!, strides: rowMajor(x.shape) }, { values, strides, offset })
    offset += x.shape[axis]! * strides[axis]!
  }
  return backend.owning(shape, values)
}

export const movement: NativeKernels = {
  Transpose: transpose,
  Slice: slice,
  StridedSlice: stridedSlice,
  SplitV: split,
  Reverse: reverse,
  PadV2: pad,
  Tile: tile,
  Concat: concat,
}
