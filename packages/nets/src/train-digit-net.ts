import { philox } from '@likeness/core-native'
import * as tf from '@tensorflow/tfjs'
import { digitNetForward, digitNetShapes } from './digit-net.js'
import { invalid } from './nets-error.js'
import { sizeOf, type Weights } from './network.js'

type Name = keyof typeof digitNetShapes

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
}

/** The state after an epoch. */
export interface Epoch {
  readonly epoch: number
  /** Mean cross-entropy of the epoch's batches, in nats. */
  readonly loss: number
  readonly weights: Weights
}

/**
 * Trains the digit network from scratch by stochastic gradient descent with momentum on the cross-entropy; weights start
 * uniform in ±1/sqrt(fan-in), as PyTorch's layers do. The order of images and the start depend on the seed alone.
 * @param images n x 784 pixels, 0..255
 * @param labels n digits, 0..9
 * @returns one state per epoch, weights included, so that a caller can keep checkpoints
 * @throws NetsError INVALID_ARGUMENT; `signal.reason` once aborted
 */
export async function* trainDigitNet(
  images: { readonly data: ArrayLike<number>; readonly rows: number; readonly cols: number },
  labels: ArrayLike<number>,
  { seed, epochs, batch = 64, learningRate = 0.05, momentum = 0.9, signal }: TrainOptions,
): AsyncGenerator<Epoch, void, undefined> {
  if (images.cols !== 784) throw invalid('784 values per image', 'images.cols', images.cols)
  if (labels.length !== images.rows) throw invalid(`${images.rows} labels`, 'labels', labels.length)
  const variables = initialVariables(seed)
  const optimizer = tf.train.momentum(learningRate, momentum)
  try {
    for (let epoch = 0; epoch < epochs; epoch++) {
      const order = philox(seed, epoch + 1).permutation(images.rows)
      let total = 0
      for (let start = 0; start < images.rows; start += batch) {
        signal?.throwIfAborted()
        const chosen = order.subarray(start, start + batch)
        total += step(optimizer, variables, chosen, images, labels) * chosen.length
        await new Promise((resolve) => setImmediate(resolve))
      }
      yield { epoch, loss: total / images.rows, weights: await snapshot(variables) }
    }
  } finally {
    optimizer.dispose()
    // Its base class's scalar, which the momentum optimizer forgets (TensorFlow.js 4.22).
    ;(optimizer as unknown as { c?: tf.Scalar }).c?.dispose()
    for (const variable of Object.values(variables)) variable.dispose()
  }
}

function initialVariables(seed: number): Record<Name, tf.Variable> {
  const random = philox(seed)
  const fanIn = { conv1: 25, conv2: 250, fc1: 320, fc2: 50 } as Record<string, number>
  return Object.fromEntries(
    Object.entries(digitNetShapes).map(([name, shape]) => {
      const bound = 1 / Math.sqrt(fanIn[name.split('.')[0]!]!)
      const values = Float32Array.from({ length: sizeOf(shape) }, () => (2 * random.uniform() - 1) * bound)
      return [name, tf.tidy(() => tf.variable(tf.tensor(values, [...shape])))]
    }),
  ) as Record<Name, tf.Variable>
}

function step(
  optimizer: tf.Optimizer,
  variables: Record<Name, tf.Variable>,
  chosen: Int32Array,
  images: { readonly data: ArrayLike<number>; readonly cols: number },
  labels: ArrayLike<number>,
): number {
  return tf.tidy(() => {
    const pixels = new Float32Array(chosen.length * images.cols)
    chosen.forEach((i, k) => {
      for (let p = 0; p < images.cols; p++) pixels[k * images.cols + p] = images.data[i * images.cols + p]!
    })
    const x = tf.tensor2d(pixels, [chosen.length, images.cols])
    const y = tf.oneHot(
      tf.tensor1d(
        Array.from(chosen, (i) => labels[i]!),
        'int32',
      ),
      10,
    )
    const loss = optimizer.minimize(
      () => tf.losses.softmaxCrossEntropy(y, digitNetForward(x, (name) => variables[name]).fc2) as tf.Scalar,
      true,
      Object.values(variables),
    )
    return loss!.dataSync()[0]!
  })
}

async function snapshot(variables: Record<Name, tf.Variable>): Promise<Weights> {
  const entries = await Promise.all(
    Object.entries(variables).map(
      async ([name, variable]) =>
        [name, { data: Float32Array.from(await variable.data()), shape: digitNetShapes[name as Name] }] as const,
    ),
  )
  return new Map(entries)
}
