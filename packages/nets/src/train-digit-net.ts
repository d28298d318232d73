import { philox } from '@likeness/core-native'
import * as tf from '@tensorflow/tfjs'
import { digitNetLogits, digitNetShapes } from './digit-net.js'
import { invalid } from './nets-error.js'
import { checkWeights, type Weights } from './network.js'
import { initialWeights, readState, trainable, type Trainable, type TrainState } from './train-state.js'

/** Options of `trainDigitNet`. */
export interface TrainOptions {
  readonly seed: number
  readonly epochs: number
  /** Images per step. Default 64. */
  readonly batch?: number
  /** Default 0.05. */
  readonly learningRate?: number
  /** Default 0.9. */
  readonly momentum?: number
  readonly signal?: AbortSignal
  /** Goes on from there, as a run with the same images, options and backend left it. */
  readonly from?: TrainState
}

/** The state after an epoch. */
export interface Epoch {
  readonly epoch: number
  /** Mean cross-entropy of the epoch's batches, in nats. */
  readonly loss: number
  readonly weights: Weights
}

/** Where the training is after a step. */
export interface TrainStep {
  /** From 0. */
  readonly epoch: number
  /** Steps done in this epoch, of `steps`. */
  readonly step: number
  readonly steps: number
  /** Mean cross-entropy of this epoch's batches so far, in nats. */
  readonly loss: number
  /** Proportion of this epoch's images so far that were right, each by the weights before its step. */
  readonly accuracy: number
  /** All that the next step depends on. Only before the next step is asked for. */
  readonly state: () => TrainState
}

/** Images as `trainDigitNet` takes them. */
export interface TrainImages {
  readonly data: ArrayLike<number>
  readonly rows: number
  readonly cols: number
}

/**
 * Trains the digit network from scratch by stochastic gradient descent with momentum on the cross-entropy, step by step;
 * weights start uniform in ±1/sqrt(fan-in), as PyTorch's layers do. The order of images and the start depend on the seed
 * alone, and a run that goes on from a state has the bits of one that never stopped.
 * @param images n x 784 pixels, 0..255
 * @param labels n digits, 0..9
 * @throws NetsError INVALID_ARGUMENT, INVALID_WEIGHTS (of `from`); `signal.reason` once aborted
 */
export async function* digitNetSteps(
  images: TrainImages,
  labels: ArrayLike<number>,
  { seed, epochs, batch = 64, learningRate = 0.05, momentum = 0.9, signal, from }: TrainOptions,
): AsyncGenerator<TrainStep, void, undefined> {
  if (images.cols !== 784) throw invalid('784 values per image', 'images.cols', images.cols)
  if (labels.length !== images.rows) throw invalid(`${images.rows} labels`, 'labels', labels.length)
  const steps = Math.ceil(images.rows / batch)
  if (from) check(from, epochs, steps)
  const model = await trainable(from?.weights ?? initialWeights(seed), tf.train.momentum(learningRate, momentum), from)
  try {
    for (let epoch = from?.epoch ?? 0; epoch < epochs; epoch++) {
      const order = philox(seed, epoch + 1).permutation(images.rows)
      let { step, loss, correct } = from?.epoch === epoch ? from : { step: 0, loss: 0, correct: 0 }
      while (step < steps) {
        signal?.throwIfAborted()
        const chosen = order.subarray(step * batch, (step + 1) * batch)
        const done = descend(model, chosen, images, labels)
        loss += done.loss * chosen.length
        correct += done.correct
        step++
        const now = { epoch, step, loss, correct }
        const seen = Math.min(step * batch, images.rows)
        yield { epoch, step, steps, loss: loss / seen, accuracy: correct / seen, state: () => readState(model, now) }
        await new Promise((resolve) => setImmediate(resolve))
      }
    }
  } finally {
    model.dispose()
  }
}

/**
 * The same, epoch by epoch.
 * @returns one state per epoch, weights included
 */
export async function* trainDigitNet(
  images: TrainImages,
  labels: ArrayLike<number>,
  options: TrainOptions,
): AsyncGenerator<Epoch, void, undefined> {
  for await (const { epoch, step, steps, loss, state } of digitNetSteps(images, labels, options))
    if (step === steps) yield { epoch, loss, weights: state().weights }
}

function check(from: TrainState, epochs: number, steps: number): void {
  const { epoch, step, weights, velocities } = from
  if (!Number.isInteger(epoch) || epoch < 0 || epoch >= epochs)
    throw invalid(`an epoch from 0 to ${epochs - 1}`, 'from.epoch', epoch)
  if (!Number.isInteger(step) || step < 1 || step > steps) throw invalid(`a step from 1 to ${steps}`, 'from.step', step)
  checkWeights(weights, digitNetShapes)
  checkWeights(velocities, digitNetShapes)
}

/** One step; the mean loss of the batch and how many of it were right before. */
function descend(
  { variables, optimizer }: Trainable,
  chosen: Int32Array,
  images: TrainImages,
  labels: ArrayLike<number>,
) {
  return tf.tidy(() => {
    const pixels = new Float32Array(chosen.length * images.cols)
    chosen.forEach((i, k) => {
      for (let p = 0; p < images.cols; p++) pixels[k * images.cols + p] = images.data[i * images.cols + p]!
    })
    const x = tf.tensor2d(pixels, [chosen.length, images.cols])
    const digits = Int32Array.from(chosen, (i) => labels[i]!)
    const y = tf.oneHot(tf.tensor1d(digits, 'int32'), 10)
    let correct = 0
    const cost = () => {
      const logits = digitNetLogits(x, (name) => variables[name])
      correct = countRight(logits.dataSync<'float32'>(), digits)
      return tf.losses.softmaxCrossEntropy(y, logits) as tf.Scalar
    }
    const loss = optimizer.minimize(cost, true, Object.values(variables))!.dataSync()[0]!
    return { loss, correct }
  })
}

/** Of equal logits the lowest digit wins. */
function countRight(logits: Float32Array, digits: Int32Array): number {
  let right = 0
  for (const [k, digit] of digits.entries()) {
    const row = logits.subarray(10 * k, 10 * k + 10)
    if (row.indexOf(Math.max(...row)) === digit) right++
  }
  return right
}
