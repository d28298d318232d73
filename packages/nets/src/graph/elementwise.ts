import * as tf from '@tensorflow/tfjs'
import { reluInPlace } from '../gradients/relu-gradient.js'
import { invalid } from '../nets-error.js'
import { channelsFirst } from './dense.js'
import { imageShape, type Op, type Shape } from './op.js'

export const relu: Op = { shape: ([input]) => input!, run: ([input]) => tf.relu(input!), runInPlace: reluInPlace }

/** Channels of several images of one size, one after another. */
export const concatenation: Op = {
  shape: (inputs, name) => {
    const [first, ...others] = inputs.map((input) => imageShape(input, name))
    for (const other of others) if (other[0] !== first![0] || other[1] !== first![1]) throw different(name, inputs)
    return [first![0], first![1], inputs.reduce((sum, input) => sum + input[2]!, 0)]
  },
  run: (inputs) => tf.concat([...inputs], 3),
}

/** The sum of two images of one shape. */
export const addition: Op = {
  shape: (inputs, name) => {
    if (inputs[0]!.join() !== inputs[1]!.join()) throw different(name, inputs)
    return inputs[0]!
  },
  run: ([a, b]) => tf.add(a!, b!),
}

/** (value / scale - mean) / sd. */
export const standardization = ({ scale, mean, sd }: { scale: number; mean: number; sd: number }): Op => ({
  shape: ([input]) => input!,
  run: ([input]) => input!.div(scale).sub(mean).div(sd),
})

/** The same values in the order channels, rows, columns. */
export const channelsFirstCopy: Op = {
  shape: ([input], name) => {
    const [height, width, channels] = imageShape(input!, name)
    return [channels, height, width]
  },
  run: ([input]) => channelsFirst(input!),
}

const different = (name: string, inputs: readonly Shape[]) =>
  invalid('inputs of one size', name, inputs.map((input) => input.join(' x ')).join(' and '))
