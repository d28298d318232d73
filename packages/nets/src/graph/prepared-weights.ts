import * as tf from '@tensorflow/tfjs'
import { sizeOf, type Weights, type WeightTensor } from '../network.js'
import type { WeightUse } from './op.js'

/** Weights in the order of axes in which they are used, each rearranged once, when it is first asked for. */
export function preparedWeights(weights: Weights, uses: Readonly<Record<string, WeightUse>>) {
  const prepared = new Map<string, WeightTensor>()
  return (name: string): tf.Tensor => {
    let found = prepared.get(name)
    if (!found) {
      const { permutation } = uses[name]!
      found = permutation ? permuted(weights.get(name)!, permutation) : weights.get(name)!
      prepared.set(name, found)
    }
    return tf.tensor(found.data, [...found.shape])
  }
}

/** A tensor with its axes in another order: axis k of the result is axis `order[k]`. */
export function permuted({ data, shape }: WeightTensor, order: readonly number[]): WeightTensor {
  const strides = shape.map((_, axis) => sizeOf(shape.slice(axis + 1)))
  const sides = order.map((axis) => shape[axis]!)
  const steps = order.map((axis) => strides[axis]!)
  const result = new Float32Array(data.length)
  const at = sides.map(() => 0)
  for (let k = 0, from = 0; k < result.length; k++) {
    result[k] = data[from]!
    for (let axis = sides.length - 1; axis >= 0; axis--) {
      from += steps[axis]!
      if (++at[axis]! < sides[axis]!) break
      from -= steps[axis]! * sides[axis]!
      at[axis] = 0
    }
  }
  return { data: result, shape: sides }
}
