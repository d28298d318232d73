import * as tf from '@tensorflow/tfjs'
import type { NativeKernels, Run } from '../kernel.js'
import { broadcastStrides, layout, rowMajor, sizeOf } from '../layout.js'
import { activate, isActivation, type Activation } from './activation.js'

interface Attributes extends Activation {
  readonly transposeA?: boolean
  readonly transposeB?: boolean
}

interface Product {
  readonly shape: readonly number[]
  readonly values: Float32Array
}

function product({ inputs, backend, attrs }: Run<Attributes>): Product | undefined {
  const { a, b } = inputs
  const [left, right] = [backend.floats(a), backend.floats(b)]
  if (!a || !b || !left || !right || a.shape.length < 2 || b.shape.length < 2) return
  const [rows, depth] = sides(a, attrs.transposeA)
  const [depthB, columns] = sides(b, attrs.transposeB)
  const [batchA, batchB] = [a.shape.slice(0, -2), b.shape.slice(0, -2)]
  const [countA, countB] = [sizeOf(batchA), sizeOf(batchB)]
  // Batches that repeat along some sides only are left to the cpu backend, and so is what does not fit, to say so.
  const fits = tf.util.arraysEqual(batchA, batchB) || countA === 1 || countB === 1
  if (depth !== depthB || !fits) return
  const shape = [...tf.broadcast_util.assertAndGetBroadcastShape(batchA, batchB), rows, columns]
  const count = Math.max(countA, countB)
  if (sizeOf(shape) === 0 || depth === 0) return
  const values = backend.pool.take(sizeOf(shape))
  const transposed = [Number(!!attrs.transposeA), Number(!!attrs.transposeB)]
  const block = Int32Array.of(count, rows, columns, depth, ...transposed, Number(countA > 1), Number(countB > 1))
  backend.addon.matMul(left, right, values, block)
  return { shape, values }
}

function sides({ shape }: tf.TensorInfo, transposed?: boolean): [number, number] {
  const [rows, columns] = shape.slice(-2) as [number, number]
  return transposed ? [columns, rows] : [rows, columns]
}

function fused(run: Run<Attributes>): tf.TensorInfo | undefined {
  const { inputs, backend, attrs } = run
  const bias = inputs['bias'] ? backend.floats(inputs['bias']) : undefined
  if (bias === null || !isActivation(attrs, inputs)) return
  const result = product(run)
  if (!result) return
  const { shape, values } = result
  const strides = bias && biasStrides(inputs['bias']!.shape, shape)
  if (strides === null) return
  if (bias) backend.addon.binary('Add', values, bias, values, layout(shape, rowMajor(shape), strides!)!)
  activate(backend, values, shape, attrs, inputs)
  return backend.owning(shape, values)
}

/** Null where the bias does not broadcast to the product. */
function biasStrides(bias: readonly number[], shape: readonly number[]): number[] | null {
  const end = shape.slice(shape.length - bias.length)
  return bias.length <= shape.length && bias.every((side, d) => side === 1 || side === end[d])
    ? broadcastStrides(bias, shape)
    : null
}

export const matmul: NativeKernels = {
  BatchMatMul: (run: Run<Attributes>) => {
    const result = product(run)
    return result && run.backend.owning(result.shape, result.values)
  },
  _FusedMatMul: fused,
}
