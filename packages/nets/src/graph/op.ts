import type * as tf from '@tensorflow/tfjs'
import { invalid } from '../nets-error.js'

/** Height x width x channels, or units. */
export type Shape = readonly number[]

/** How an op uses one of its weights: its shape in the file, and the axes' order in which TensorFlow.js wants it. */
export interface WeightUse {
  readonly shape: Shape
  /** The axes of the file in the order of use; none: as in the file. */
  readonly permutation?: readonly number[]
}

/** What a layer computes, apart from its name. Tensors are n x the shape. */
export interface Op {
  /** @throws NetsError INVALID_ARGUMENT when nothing is left of the input; `name` is the layer's */
  shape(inputs: readonly Shape[], name: string): Shape
  /** By the part of the name behind the dot. */
  weights?(inputs: readonly Shape[]): Readonly<Record<string, WeightUse>>
  run(inputs: readonly tf.Tensor[], weight: (part: string) => tf.Tensor): tf.Tensor
  /** The same where nobody else reads its one input, whose place the output may take. */
  runInPlace?(input: tf.Tensor): tf.Tensor
}

/** A layer of a network: an op with a name, the layers that it reads and the name that its weights have in the file. */
export interface Step {
  readonly name: string
  readonly op: Op
  readonly from: readonly string[]
  readonly weightsName: string
  /** Not one of the layers that can be asked for. */
  readonly hidden: boolean
}

/** The layout of weights: PyTorch's and Caffe's (out x in x height x width), or Keras' (height x width x in x out). */
export type WeightLayout = 'torch' | 'keras'

/** The input of every network, as a step is given its name. */
export const INPUT = 'input'

/** The sides of an image. @throws NetsError INVALID_ARGUMENT for a shape without rows and columns */
export function imageShape(shape: Shape, name: string): readonly [number, number, number] {
  if (shape.length !== 3) throw invalid('height x width x channels', `the input of ${name}`, shape.join(' x '))
  return shape as readonly [number, number, number]
}

/** @throws NetsError INVALID_ARGUMENT when no pixel is left */
export function checkSide(side: number, name: string): number {
  if (!(side >= 1)) throw invalid('an input large enough', name, `one that leaves ${side} pixels`)
  return side
}
