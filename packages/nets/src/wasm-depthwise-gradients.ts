import * as tf from '@tensorflow/tfjs'
import {
  asTensor,
  explicit,
  inputPadding,
  spread,
  type Conv2DAttrs,
  type Run,
  type Shape4,
} from './wasm-conv-gradients.js'

type Attrs = Conv2DAttrs & { dilations?: [number, number] | number; inputShape?: Shape4; filterShape?: Shape4 }

const infoOf = (input: Shape4, filter: Shape4, { strides, pad, dimRoundingMode }: Attrs) =>
  tf.backend_util.computeConv2DInfo(input, filter, strides, 1, pad, dimRoundingMode, true)

/** dx = dy, spread by the strides, convolved channel by channel with the filter turned by 180 degrees. */
function inputGradient(dy: tf.Tensor4D, filter: tf.Tensor4D, shape: Shape4, attrs: Attrs): tf.Tensor4D {
  const { strideHeight, strideWidth } = infoOf(shape, filter.shape, attrs)
  const [kh, kw, channels, multiplier] = filter.shape
  const padding = inputPadding(filter.shape, shape, attrs)
  const dilated = crop(spread(dy, strideHeight, strideWidth), padding)
  const turned = tf.reshape(tf.reverse(filter, [0, 1]), [kh, kw, channels * multiplier, 1]) as tf.Tensor4D
  const [top, bottom, left, right] = padding.map((p) => Math.max(0, p)) as Shape4
  const dx = tf.depthwiseConv2d(dilated, turned, 1, explicit(top, bottom, left, right))
  return multiplier === 1 ? dx : tf.sum(tf.reshape(dx, [...shape, multiplier]), 4)
}

/** Cuts what negative padding takes away: windows that lie in the padding of the convolution only. */
function crop(x: tf.Tensor4D, padding: readonly number[]): tf.Tensor4D {
  const [top, bottom, left, right] = padding.map((p) => Math.max(0, -p)) as Shape4
  if (top + bottom + left + right === 0) return x
  return tf.slice(x, [0, top, left, 0], [-1, x.shape[1] - top - bottom, x.shape[2] - left - right, -1])
}

/** dw: for each position of the filter, the products of dy and of what x has there under all windows, summed. */
function filterGradient(x: tf.Tensor4D, dy: tf.Tensor4D, shape: Shape4, attrs: Attrs): tf.Tensor4D {
  const { strideHeight, strideWidth, padInfo } = infoOf(x.shape, shape, attrs)
  const [kh, kw, channels, multiplier] = shape
  const [batch, rows, columns] = dy.shape
  const [height, width] = [(rows - 1) * strideHeight + 1, (columns - 1) * strideWidth + 1]
  const [bottom, right] = [height + kh - 1 - x.shape[1] - padInfo.top, width + kw - 1 - x.shape[2] - padInfo.left]
  const padded = tf.pad(x, explicit(padInfo.top, Math.max(0, bottom), padInfo.left, Math.max(0, right)))
  const windows = batch * rows * columns
  const ones = tf.ones([1, windows])
  const byChannel = tf.reshape(dy, [windows, channels, multiplier])
  const taps = Array.from({ length: kh * kw }, (_, k) =>
    tf.tidy(() => {
      const [r, c] = [Math.floor(k / kw), k % kw]
      const cut = tf.slice(padded, [0, r, c, 0], [-1, height, width, -1])
      const seen = tf.stridedSlice(cut, [0, 0, 0, 0], cut.shape, [1, strideHeight, strideWidth, 1])
      const products = tf.mul(tf.reshape(seen, [windows, channels, 1]), byChannel)
      return tf.matMul(ones, tf.reshape(products, [windows, channels * multiplier]) as tf.Tensor2D)
    }),
  )
  return tf.reshape(tf.concat(taps), shape)
}

/** @throws Error for dilated filters, whose gradients TensorFlow.js has on no backend */
function undilated(attrs: Attrs): Attrs {
  const dilations = [attrs.dilations ?? 1].flat()
  if (dilations.some((d) => d !== 1)) throw new Error(`Expected dilations of 1 for depthwise gradients but received ${dilations.join()}`) // prettier-ignore
  return attrs
}

/**
 * Gives the wasm backend the two gradients of depthwiseConv2d, which it lacks, composed of its own kernels. NHWC, any channel
 * multiplier. Call once, after the wasm backend is registered.
 */
export function registerWasmDepthwiseGradients(): void {
  tf.registerKernel({
    kernelName: tf.DepthwiseConv2dNativeBackpropInput,
    backendName: 'wasm',
    kernelFunc: (({ inputs, attrs }: Run) => {
      const { inputShape, ...rest } = undilated(attrs as Attrs)
      return tf.tidy(() => inputGradient(asTensor(inputs['dy']!), asTensor(inputs['filter']!), inputShape!, rest))
    }) as tf.KernelFunc,
  })
  tf.registerKernel({
    kernelName: tf.DepthwiseConv2dNativeBackpropFilter,
    backendName: 'wasm',
    kernelFunc: (({ inputs, attrs }: Run) => {
      const { filterShape, ...rest } = undilated(attrs as Attrs)
      return tf.tidy(() => filterGradient(asTensor(inputs['x']!), asTensor(inputs['dy']!), filterShape!, rest))
    }) as tf.KernelFunc,
  })
}
