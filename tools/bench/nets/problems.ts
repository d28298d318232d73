import * as tf from '@tensorflow/tfjs'
import { vgg16Sizes, vggShapes } from '@likeness/nets'
import { convolve, dense } from '../../../packages/nets/src/ops.js'
import { digitNetLogits, digitNetShapes } from '../../../packages/nets/src/digit-net.js'
import { Sgd } from '../../../packages/nets/src/sgd.js'

export type NetName = 'vgg16' | 'digit-net'
export interface Problem {
  readonly net: NetName
  readonly shapes: Readonly<Record<string, readonly number[]>>
  /** In the order of the shapes. */
  readonly weights: readonly Float32Array[]
  readonly images: Float32Array
  readonly batch: number
  readonly side: number
}
/** What a step of it gives, as few numbers that a peer can give too. */
export type Step = () => Float32Array

export const classes = { vgg16: 1000, 'digit-net': 10 }
/** So small that a peer that ran fewer or more steps still has the same loss. */
export const learningRate = 1e-10
/** How many elements of a gradient are compared. */
const probes = 64

const sizeOf = (shape: readonly number[]) => shape.reduce((product, side) => product * side, 1)

/** VGG-16 with its classifier, or the digit network, with uniform weights (He's bound) and images. */
export function problem(net: NetName, batch: number): Problem {
  const shapes: Record<string, readonly number[]> =
    net === 'digit-net'
      ? digitNetShapes
      : { ...vggShapes({ ...vgg16Sizes, dense: [4096, 4096] }), 'logits.kernel': [4096, 1000], 'logits.bias': [1000] }
  let state = 2463534242
  const uniform = () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return state / 2 ** 31
  }
  const weights = Object.values(shapes).map((shape) => {
    const fanIn = shape.length === 1 ? Infinity : sizeOf(net === 'vgg16' ? shape.slice(0, -1) : shape.slice(1))
    const bound = Math.sqrt(6 / fanIn)
    // Not Float32Array.from: 103 million elements through an iterator take half a minute.
    const values = new Float32Array(sizeOf(shape))
    for (let k = 0; k < values.length; k++) values[k] = bound * uniform()
    return values
  })
  const side = net === 'vgg16' ? 224 : 28
  const images = new Float32Array(batch * side * side * (net === 'vgg16' ? 3 : 1))
  for (let k = 0; k < images.length; k++) images[k] = net === 'vgg16' ? uniform() : Math.floor(127.5 * (uniform() + 1))
  return { net, shapes, weights, images, batch, side }
}

/** The steps that are measured, on the backend that is active when they run. */
export function steps(p: Problem): Record<'forward' | 'saliency' | 'gradients' | 'sgd', Step> {
  const variables = new Map(
    Object.entries(p.shapes).map(([name, shape], k) => {
      const variable = tf.tidy(() => tf.variable(tf.tensor(p.weights[k]!, [...shape])))
      return [name, variable] as const
    }),
  )
  const list = [...variables.values()]
  const weight = (name: string) => variables.get(name)!
  const images = tf.tensor2d(p.images, [p.batch, p.images.length / p.batch])
  const forward = (x: tf.Tensor2D) => (p.net === 'vgg16' ? vgg16(x, weight) : digitNetLogits(x, weight))
  const labels = tf.oneHot(tf.range(0, p.batch, 1, 'int32').mod(10).cast('int32'), classes[p.net])
  const optimizer = new Sgd(learningRate)
  return {
    forward: () => tf.tidy(() => Float32Array.from(forward(images).dataSync())),
    saliency: () => tf.tidy(() => spread(tf.grad((x) => forward(x as tf.Tensor2D).max())(images))),
    gradients: () =>
      tf.tidy(() => {
        const { grads } = tf.variableGrads(() => forward(images).mean() as tf.Scalar, list)
        return Float32Array.from(list.flatMap(({ name }) => [...spread(grads[name]!)]))
      }),
    sgd: () =>
      tf.tidy(() => {
        const loss = () => tf.losses.softmaxCrossEntropy(labels, forward(images)) as tf.Scalar
        return Float32Array.from(optimizer.minimize(loss, true, list)!.dataSync())
      }),
  }
}

/** Values at equal distances, the first one included; the tensor's own array stays unseen, as in training, and is used again. */
function spread(t: tf.Tensor): Float32Array {
  const step = Math.ceil(t.size / probes)
  return tf.tidy(() => t.flatten().stridedSlice([0], [t.size], [step]).dataSync<'float32'>())
}

function vgg16(pixels: tf.Tensor2D, weight: (name: string) => tf.Tensor): tf.Tensor2D {
  let x = pixels.reshape<tf.Tensor4D>([-1, 224, 224, 3])
  for (const [b, { convolutions }] of vgg16Sizes.blocks.entries()) {
    for (let c = 1; c <= convolutions; c++) {
      const name = `block${b + 1}_conv${c}`
      const filter = weight(`${name}.kernel`) as tf.Tensor4D
      x = convolve(x, filter, { bias: weight(`${name}.bias`), pad: 'same', relu: true })
    }
    x = tf.maxPool(x, 2, 2, 'valid')
  }
  let y = x.reshape<tf.Tensor2D>([x.shape[0], -1])
  for (const name of ['fc1', 'fc2', 'logits'])
    y = dense(y, weight(`${name}.kernel`) as tf.Tensor2D, { bias: weight(`${name}.bias`), relu: name !== 'logits' })
  return y
}
