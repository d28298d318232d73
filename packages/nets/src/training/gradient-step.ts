import * as tf from '@tensorflow/tfjs'
import { NetsError, invalid } from '../nets-error.js'
import { machineOf, sizeOf, type Network } from '../network.js'
import type { Loss, Outputs } from './losses.js'

/** The loss of a batch, and its gradient with respect to each trained weight. */
export interface BatchGradient {
  readonly value: number
  readonly gradients: ReadonlyMap<string, Float32Array>
}

interface Batch {
  readonly pixels: Float32Array
  /** Which images they are. */
  readonly images: Int32Array
}

/** Differentiates a loss that is known in plain numbers: the layers' values go out, its derivative comes back. */
export function batchGradient(
  network: Network,
  trained: ReadonlyMap<string, Float32Array>,
  layers: readonly string[],
  loss: Loss,
  { pixels, images }: Batch,
): BatchGradient {
  const { forward } = machineOf(network)
  const names = [...trained.keys()]
  let value = NaN
  const found = tf.tidy(() => {
    const batch = tf.tensor2d(pixels, [images.length, network.inputLength])
    // Copies: the optimizer changes its arrays in place.
    const start = names.map((name) => tf.tensor(trained.get(name)!.slice(), [...network.weights.get(name)!.shape]))
    const gradients = tf.grads((...weights: tf.Tensor[]) => {
      const variables = new Map(names.map((name, k) => [name, weights[k]!]))
      const found = forward(batch, { layers, variables, differentiable: true })
      const result = loss(plain(found), images)
      value = result.value
      // Its derivative is that of the loss.
      return layers
        .map((layer) => found[layer]!.mul(slopes(network, layer, result.gradients[layer], images.length)).sum())
        .reduce((a, b) => a.add(b)) as tf.Scalar
    })(start)
    return gradients.map((gradient) => Float32Array.from(gradient.dataSync()))
  })
  if (!Number.isFinite(value)) throw new NetsError('DIVERGED', `Expected a finite loss but received ${value}`)
  return { value, gradients: new Map(names.map((name, k) => [name, found[k]!])) }
}

function plain(found: Readonly<Record<string, tf.Tensor2D>>): Outputs {
  return Object.fromEntries(
    Object.entries(found).map(([layer, tensor]) => {
      const [rows, cols] = tensor.shape
      return [layer, { data: Float32Array.from(tensor.dataSync()), rows, cols }]
    }),
  )
}

function slopes(network: Network, layer: string, gradient: ArrayLike<number> | undefined, rows: number): tf.Tensor2D {
  const cols = sizeOf(network.layers.find(({ name }) => name === layer)!.shape)
  if (gradient && gradient.length !== rows * cols)
    throw invalid(`${rows} x ${cols} values`, `the loss's gradient of ${layer}`, gradient.length)
  return tf.tensor2d(gradient ? Float32Array.from(gradient) : new Float32Array(rows * cols), [rows, cols])
}
