import type * as tf from '@tensorflow/tfjs'
import { NetsError, invalid } from './nets-error.js'

/** A named array of weights, row-major. */
export interface WeightTensor {
  readonly data: Float32Array
  readonly shape: readonly number[]
}

/** Weights by name, in the layout of the file they come from (PyTorch: filters out, in, height, width). */
export type Weights = ReadonlyMap<string, WeightTensor>

/** A layer whose output can be read: its values per image, row-major, as the network documents. */
export interface Layer {
  readonly name: string
  readonly shape: readonly number[]
}

/** A network with its weights. What TensorFlow.js keeps of it stays inside this package. */
export interface Network {
  readonly name: string
  /** Values per image that it takes. */
  readonly inputLength: number
  /** Height x width x channels of its input, row-major. */
  readonly inputShape: readonly number[]
  readonly layers: readonly Layer[]
  readonly weights: Weights
}

/** What is wanted of a pass through a network. */
export interface ForwardRequest {
  readonly layers: readonly string[]
  /** Weights in the file's layout that take the place of the network's own: those that are differentiated or trained. */
  readonly variables?: ReadonlyMap<string, tf.Tensor>
  /** Outputs of layers, n x the layer's shape, from which to go on instead of computing them. */
  readonly given?: Readonly<Record<string, tf.Tensor>>
  /** Keeps what a gradient needs. Without it, memory is given back as the pass goes on. */
  readonly differentiable?: boolean
}

/** Runs a batch (n x inputLength, as the network documents its input) and gives the outputs of layers, n x length. */
export type Forward = (batch: tf.Tensor2D, request: ForwardRequest) => Record<string, tf.Tensor2D>

/** How a network runs. */
export interface Machine {
  readonly forward: Forward
  /** Names of the weights that layers depend on. */
  readonly weightsBehind: (layers: readonly string[]) => readonly string[]
}

const machines = new WeakMap<Network, Machine>()

/** Ties a network to its way to run. */
export function bindMachine<N extends Network>(network: N, machine: Machine): N {
  machines.set(network, machine)
  return network
}

/** The way to run a network. @throws NetsError INVALID_ARGUMENT when it was not made by this package */
export function machineOf(network: Network): Machine {
  const machine = machines.get(network)
  if (!machine) throw new NetsError('INVALID_ARGUMENT', 'Expected a network made by @likeness/nets for network')
  return machine
}

/** A layer by its name. @throws NetsError INVALID_ARGUMENT naming those that there are */
export function layerOf(network: Network, name: string, parameter: string): Layer {
  const layer = network.layers.find((candidate) => candidate.name === name)
  if (layer) return layer
  throw invalid(`one of ${network.layers.map((candidate) => candidate.name).join(', ')}`, parameter, name)
}

/** Number of values of a shape. */
export const sizeOf = (shape: readonly number[]) => shape.reduce((product, side) => product * side, 1)

// A loop, not findIndex: of VGG-16's weights that takes seconds.
function firstNotFinite(data: Float32Array): number {
  for (let k = 0; k < data.length; k++) if (!Number.isFinite(data[k])) return k
  return -1
}

/**
 * Checks that weights have exactly the expected names and shapes, and finite values.
 * @throws NetsError INVALID_WEIGHTS naming the first that does not fit
 */
export function checkWeights(weights: Weights, expected: Readonly<Record<string, readonly number[]>>): void {
  const fail = (message: string) => {
    throw new NetsError('INVALID_WEIGHTS', message)
  }
  for (const [name, shape] of Object.entries(expected)) {
    const tensor = weights.get(name)
    if (!tensor) return fail(`Expected weights named ${name} but received ${[...weights.keys()].join(', ') || 'none'}`)
    if (tensor.shape.join() !== shape.join() || tensor.data.length !== sizeOf(shape))
      fail(`Expected shape ${shape.join(' x ')} for ${name} but received ${tensor.shape.join(' x ')}`)
    const k = firstNotFinite(tensor.data)
    if (k >= 0) fail(`Expected finite values for ${name} but received ${tensor.data[k]} at ${k}`)
  }
  for (const name of weights.keys()) if (!(name in expected)) fail(`Expected no weights named ${name}`)
}
