import * as tf from '@tensorflow/tfjs'
import { undefinedGradient } from './undefined.js'

const run = (kernel: string, inputs: tf.NamedTensorMap, attrs: tf.NamedAttrMap) =>
  tf.engine().runKernel(kernel, inputs, attrs) as tf.Tensor

/** Sums over the axes along which a bias of the last axis repeats. */
const ofBias = (dy: tf.Tensor) => () => tf.sum(dy, [...dy.shape.keys()].slice(0, -1))

/** Gradients of the kernels that `convolve` and `dense` run: linear ones with a bias. */
export function fusedGradients(): tf.GradConfig[] {
  return [
    linear(tf.FusedConv2D, ['x', 'filter'], (dy, [x, filter], attrs) => {
      const { strides, pad, dataFormat } = attrs as tf.NamedAttrMap
      const rest = { strides, pad, dataFormat } as tf.NamedAttrMap
      return {
        x: () => run(tf.Conv2DBackpropInput, { dy, filter: filter! }, { ...rest, inputShape: x!.shape }),
        filter: () => run(tf.Conv2DBackpropFilter, { x: x!, dy }, { ...rest, filterShape: filter!.shape }),
        bias: ofBias(dy),
      }
    }),
    linear(tf._FusedMatMul, ['a', 'b'], (dy, [a, b]) => ({
      a: () => tf.matMul(dy, b!, false, true),
      b: () => tf.matMul(a!, dy, true, false),
      bias: ofBias(dy),
    })),
  ]
}

type LinearGradient = (dy: tf.Tensor, saved: tf.Tensor[], attrs: tf.NamedAttrMap) => Record<string, () => tf.Tensor>

function linear(kernelName: string, inputsToSave: string[], gradient: LinearGradient): tf.GradConfig {
  return {
    kernelName,
    inputsToSave,
    gradFunc: (dy, saved, attrs) => {
      const { activation } = attrs as tf.NamedAttrMap
      if (activation !== 'linear') undefinedGradient(`${kernelName} with activation ${String(activation)}`)
      return gradient(dy as tf.Tensor, saved, attrs)
    },
  }
}
