import * as tf from '@tensorflow/tfjs'

/**
 * A convolution is linear in its input and in its filter, and so are its two gradients: of the three tensors x, filter and
 * dy any two give the third one. What TensorFlow.js lacks are the gradients of the gradients, which are these maps again.
 */
interface Maps {
  readonly forward: string
  readonly backpropInput: string
  readonly backpropFilter: string
  /** Attributes of the forward map from those of a gradient. */
  readonly attrs: (gradientAttrs: Attrs) => Attrs
}
type Attrs = Readonly<Record<string, tf.Attribute>>

const ordinary: Maps = {
  forward: tf.Conv2D,
  backpropInput: tf.Conv2DBackpropInput,
  backpropFilter: tf.Conv2DBackpropFilter,
  attrs: ({ strides, pad, dataFormat, dimRoundingMode }) => ({
    strides: strides!,
    pad: pad!,
    dataFormat: dataFormat!,
    dilations: [1, 1],
    dimRoundingMode: dimRoundingMode!,
  }),
}
const depthwise: Maps = {
  forward: tf.DepthwiseConv2dNative,
  backpropInput: tf.DepthwiseConv2dNativeBackpropInput,
  backpropFilter: tf.DepthwiseConv2dNativeBackpropFilter,
  attrs: ({ strides, pad, dilations, dimRoundingMode }) => ({
    strides: strides!,
    pad: pad!,
    dilations: dilations!,
    dimRoundingMode: dimRoundingMode!,
  }),
}

const run = (kernel: string, inputs: tf.NamedTensorMap, attrs: Attrs) =>
  tf.engine().runKernel(kernel, inputs, attrs) as tf.Tensor

/** dx = backpropInput(dy, filter). */
function ofInputGradient({ forward, backpropInput, backpropFilter, attrs }: Maps): tf.GradConfig {
  return {
    kernelName: backpropInput,
    inputsToSave: ['dy', 'filter'],
    gradFunc: (ddx, saved, { inputShape: _, ...rest }) => {
      const [dy, filter, x] = [saved[0]!, saved[1]!, ddx as tf.Tensor]
      return {
        dy: () => run(forward, { x, filter }, attrs(rest)),
        filter: () => run(backpropFilter, { x, dy }, { ...rest, filterShape: filter.shape }),
      }
    },
  }
}

/** dfilter = backpropFilter(x, dy). */
function ofFilterGradient({ forward, backpropInput, backpropFilter, attrs }: Maps): tf.GradConfig {
  return {
    kernelName: backpropFilter,
    inputsToSave: ['x', 'dy'],
    gradFunc: (ddw, saved, { filterShape: _, ...rest }) => {
      const [x, dy, filter] = [saved[0]!, saved[1]!, ddw as tf.Tensor]
      return {
        x: () => run(backpropInput, { dy, filter }, { ...rest, inputShape: x.shape }),
        dy: () => run(forward, { x, filter }, attrs(rest)),
      }
    },
  }
}

/** Gradients of the gradients of conv2d (its filter's only: TensorFlow.js has the other) and depthwiseConv2d. */
export function convolutionGradients(): tf.GradConfig[] {
  return [ofFilterGradient(ordinary), ofInputGradient(depthwise), ofFilterGradient(depthwise)]
}
