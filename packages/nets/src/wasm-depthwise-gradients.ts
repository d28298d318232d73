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

type Values = Float32Array
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

/**
 * dw: for each position of the filter, the products of dy and of what x has there under all windows, summed in float64. In
 * JavaScript: composed of wasm kernels, which pass over all values once for each position, it takes some three times as long.
 */
function filterGradient(x: Values, dy: Values, shapes: { x: Shape4; filter: Shape4 }, attrs: Attrs): Float32Array {
  const info = infoOf(shapes.x, shapes.filter, attrs)
  const [kh, kw, channels, multiplier] = shapes.filter
  const dw = new Float64Array(kh * kw * channels * multiplier)
  let at = 0
  for (let b = 0; b < info.batchSize; b++)
    for (let i = 0; i < info.outHeight; i++)
      for (let j = 0; j < info.outWidth; j++, at += channels * multiplier)
        for (let r = 0, row = i * info.strideHeight - info.padInfo.top; r < kh; r++, row++)
          for (let c = 0, column = j * info.strideWidth - info.padInfo.left; c < kw; c++, column++) {
            if (row < 0 || row >= info.inHeight || column < 0 || column >= info.inWidth) continue
            const pixel = ((b * info.inHeight + row) * info.inWidth + column) * channels
            const tap = (r * kw + c) * channels * multiplier
            if (multiplier === 1) for (let k = 0; k < channels; k++) dw[tap + k]! += x[pixel + k]! * dy[at + k]!
            else
              for (let k = 0; k < channels * multiplier; k++)
                dw[tap + k]! += x[pixel + Math.floor(k / multiplier)]! * dy[at + k]!
          }
  return Float32Array.from(dw)
}

/** @throws Error for dilated filters, whose gradients TensorFlow.js has on no backend */
function undilated(attrs: Attrs): Attrs {
  const dilations = [attrs.dilations ?? 1].flat()
  if (dilations.some((d) => d !== 1)) throw new Error(`Expected dilations of 1 for depthwise gradients but received ${dilations.join()}`) // prettier-ignore
  return attrs
}

/**
 * Gives the wasm backend the two gradients of depthwiseConv2d, which it lacks: its input's composed of its own kernels. NHWC, any channel
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
    kernelFunc: (({ inputs, attrs, backend }: Run & { backend: { readSync(dataId: object): Values } }) => {
      const { filterShape, ...rest } = undilated(attrs as Attrs)
      const [x, dy] = [inputs['x']!, inputs['dy']!]
      const shapes = { x: x.shape as Shape4, filter: filterShape! }
      return tf.tensor(
        filterGradient(backend.readSync(x.dataId), backend.readSync(dy.dataId), shapes, rest),
        filterShape,
      )
    }) as unknown as tf.KernelFunc,
  })
}
