import * as tf from '@tensorflow/tfjs'
import { made } from './made.js'

/** What a test runs on two backends: the tensors are compared. */
export type Program = () => tf.Tensor[]
/** Programs by name. */
export type Programs = [string, Program][]

/** The values of `f` and its gradients, weighted by fixed normal numbers. */
export function withGradients(f: (...x: tf.Tensor[]) => tf.Tensor, ...inputs: tf.Tensor[]): tf.Tensor[] {
  const y = f(...inputs)
  return [y, ...tf.grads(f)(inputs, made(y.shape, 99))]
}
