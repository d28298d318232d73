import { philox } from '@likeness/core-native'
import * as tf from '@tensorflow/tfjs'
import { digitNetShapes } from './digit-net.js'
import { sizeOf, type Weights } from './network.js'

type Name = keyof typeof digitNetShapes
const names = Object.keys(digitNetShapes) as Name[]

/** All that the rest of a training depends on, beside its images and options. */
export interface TrainState {
  readonly epoch: number
  /** Steps done in this epoch, at least 1. */
  readonly step: number
  /** Sum over this epoch's images so far of the cross-entropy, and how many were right. */
  readonly loss: number
  readonly correct: number
  readonly weights: Weights
  /** Accumulated gradients of the momentum, named and shaped as the weights. */
  readonly velocities: Weights
}

/** The digit network's weights as variables, with what changes them. */
export interface Trainable {
  readonly variables: Readonly<Record<Name, tf.Variable>>
  readonly optimizer: tf.MomentumOptimizer
  readonly dispose: () => void
}

/** Uniform in ±1/sqrt(fan-in), from the seed alone. */
export function initialWeights(seed: number): Weights {
  const random = philox(seed)
  const fanIn = { conv1: 25, conv2: 250, fc1: 320, fc2: 50 } as Record<string, number>
  return new Map(
    names.map((name) => {
      const shape = digitNetShapes[name]
      const bound = 1 / Math.sqrt(fanIn[name.split('.')[0]!]!)
      return [
        name,
        { shape, data: Float32Array.from({ length: sizeOf(shape) }, () => (2 * random.uniform() - 1) * bound) },
      ]
    }),
  )
}

const variableOf = (weights: Weights, name: Name, isTrainable: boolean) =>
  tf.tidy(() => tf.variable(tf.tensor(weights.get(name)!.data.slice(), [...digitNetShapes[name]]), isTrainable))

/** Variables with given values; the momentum starts at rest, or where `from` left it. */
export async function trainable(
  weights: Weights,
  optimizer: tf.MomentumOptimizer,
  from?: Pick<TrainState, 'velocities'>,
): Promise<Trainable> {
  const variables = Object.fromEntries(
    names.map((name) => [name, variableOf(weights, name, true)]),
  ) as Trainable['variables']
  if (from) await setVelocities(optimizer, from.velocities)
  const dispose = () => {
    optimizer.dispose()
    // Its base class's scalar, which the momentum optimizer forgets (TensorFlow.js 4.22).
    ;(optimizer as unknown as { c?: tf.Scalar }).c?.dispose()
    for (const variable of Object.values(variables)) variable.dispose()
  }
  return { variables, optimizer, dispose }
}

async function setVelocities(optimizer: tf.MomentumOptimizer, velocities: Weights): Promise<void> {
  const iterations = tf.scalar(0, 'int32')
  const tensors = names.map((name) => tf.tensor(velocities.get(name)!.data.slice(), [...digitNetShapes[name]]))
  await optimizer.setWeights([
    { name: 'iter', tensor: iterations },
    ...tensors.map((tensor, k) => ({ name: `${names[k]}/momentum`, tensor })),
  ])
  tf.dispose([iterations, ...tensors])
}

/** Copies of all values. */
export function readState(
  { variables, optimizer }: Trainable,
  at: Pick<TrainState, 'epoch' | 'step' | 'loss' | 'correct'>,
): TrainState {
  const { accumulations } = optimizer as unknown as { accumulations: { variable: tf.Variable }[] }
  const copied = (variable: (name: Name, k: number) => tf.Variable): Weights =>
    new Map(
      names.map((name, k) => [
        name,
        { shape: digitNetShapes[name], data: Float32Array.from(variable(name, k).dataSync<'float32'>()) },
      ]),
    )
  return { ...at, weights: copied((name) => variables[name]), velocities: copied((_, k) => accumulations[k]!.variable) }
}
