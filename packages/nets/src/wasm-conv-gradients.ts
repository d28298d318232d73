import * as tf from '@tensorflow/tfjs'

export type Conv2DAttrs = {
  strides: [number, number] | number
  pad: 'valid' | 'same' | number | tf.backend_util.ExplicitPadding
  dimRoundingMode?: 'floor' | 'round' | 'ceil'
}
export type Shape4 = [number, number, number, number]
export type Run = { inputs: tf.NamedTensorInfoMap; attrs?: object }

/** A tensor over a kernel's input, with a reference of its own: the surrounding tidy drops it again. */
export function asTensor(info: tf.TensorInfo): tf.Tensor4D {
  tf.engine().backend.incRef(info.dataId)
  return tf.engine().makeTensorFromTensorInfo(info) as tf.Tensor4D
}

/** dw = x correlated with dy, batch and channels exchanged: dy's steps become the dilation of the filter. */
function filterGradient(x: tf.Tensor4D, dy: tf.Tensor4D, shape: Shape4, attrs: Conv2DAttrs): tf.Tensor4D {
  const { strideHeight, strideWidth, padInfo } = convInfo(x.shape, shape, attrs)
  const [kh, kw, ci, co] = shape
  // Rows that no filter position reaches would lengthen the result; explicit padding may cut them by being negative.
  const bottom = (dy.shape[1] - 1) * strideHeight + kh - x.shape[1] - padInfo.top
  const right = (dy.shape[2] - 1) * strideWidth + kw - x.shape[2] - padInfo.left
  const used = tf.slice(x, 0, [-1, x.shape[1] + Math.min(bottom, 0), x.shape[2] + Math.min(right, 0), -1])
  const dw = tf.conv2d(
    tf.transpose(used, [3, 1, 2, 0]) as tf.Tensor4D,
    tf.transpose(dy, [1, 2, 0, 3]) as tf.Tensor4D,
    1,
    explicit(padInfo.top, Math.max(bottom, 0), padInfo.left, Math.max(right, 0)),
    'NHWC',
    [strideHeight, strideWidth],
  )
  return tf.reshape(tf.transpose(dw, [1, 2, 0, 3]), [kh, kw, ci, co])
}

/** dx = dy, spread by the strides, convolved with the filter turned by 180 degrees and its channels exchanged. */
function inputGradient(dy: tf.Tensor4D, filter: tf.Tensor4D, shape: Shape4, attrs: Conv2DAttrs): tf.Tensor4D {
  const { strideHeight, strideWidth } = convInfo(shape, filter.shape, attrs)
  const dilated = spread(dy, strideHeight, strideWidth)
  const turned = tf.transpose(tf.reverse(filter, [0, 1]), [0, 1, 3, 2]) as tf.Tensor4D
  return tf.conv2d(dilated, turned, 1, explicit(...inputPadding(filter.shape, shape, attrs)))
}

/** Zeros around the spread dy: negative where a convolution is padded by more than its filter reaches. */
export function inputPadding(filter: number[], shape: Shape4, attrs: Conv2DAttrs): [number, number, number, number] {
  const info = convInfo(shape, filter as Shape4, attrs)
  const [kh, kw] = filter as Shape4
  const [top, left] = [kh - 1 - info.padInfo.top, kw - 1 - info.padInfo.left]
  const bottom = shape[1] - ((info.outHeight - 1) * info.strideHeight + 1) - top + kh - 1
  const right = shape[2] - ((info.outWidth - 1) * info.strideWidth + 1) - left + kw - 1
  return [top, bottom, left, right]
}

/** Zeros between rows and columns: the steps of a convolution. */
export function spread(dy: tf.Tensor4D, strideHeight: number, strideWidth: number): tf.Tensor4D {
  return spreadRows(spreadColumns(dy, strideWidth), strideHeight)
}

function spreadColumns(dy: tf.Tensor4D, stride: number): tf.Tensor4D {
  if (stride === 1) return dy
  const [n, h, w, c] = dy.shape
  const zeros = tf.pad(tf.reshape(dy, [n * h * w, 1, c]), [[0, 0], [0, stride - 1], [0, 0]]) // prettier-ignore
  return tf.slice(tf.reshape(zeros, [n, h, w * stride, c]), 0, [-1, -1, (w - 1) * stride + 1, -1]) as tf.Tensor4D
}

function spreadRows(dy: tf.Tensor4D, stride: number): tf.Tensor4D {
  if (stride === 1) return dy
  const [n, h, w, c] = dy.shape
  const zeros = tf.pad(tf.reshape(dy, [n * h, 1, w * c]), [[0, 0], [0, stride - 1], [0, 0]]) // prettier-ignore
  return tf.slice(tf.reshape(zeros, [n, h * stride, w, c]), 0, [-1, (h - 1) * stride + 1, -1, -1]) as tf.Tensor4D
}

function convInfo(input: Shape4, filter: Shape4, { strides, pad, dimRoundingMode }: Conv2DAttrs) {
  return tf.backend_util.computeConv2DInfo(input, filter, strides, 1, pad, dimRoundingMode)
}

export function explicit(top: number, bottom: number, left: number, right: number): tf.backend_util.ExplicitPadding {
  return [[0, 0], [top, bottom], [left, right], [0, 0]] // prettier-ignore
}

/**
 * Gives the wasm backend the convolution gradients that it lacks (filter) or computes slowly (input), composed of its
 * own kernels, so that a network trains on a plain install. NHWC. Call once, after the wasm backend is registered.
 */
export function registerWasmConvGradients(): void {
  const slow = tf.getKernel('Conv2DBackpropInput', 'wasm')
  tf.registerKernel({
    kernelName: 'Conv2DBackpropFilter',
    backendName: 'wasm',
    kernelFunc: (({ inputs, attrs }: Run) => {
      const { filterShape, ...rest } = attrs as Conv2DAttrs & { filterShape: Shape4 }
      return tf.tidy(() => filterGradient(asTensor(inputs['x']!), asTensor(inputs['dy']!), filterShape, rest))
    }) as tf.KernelFunc,
  })
  tf.unregisterKernel('Conv2DBackpropInput', 'wasm')
  tf.registerKernel({
    ...slow,
    kernelName: 'Conv2DBackpropInput',
    backendName: 'wasm',
    kernelFunc: ((run: Run & { backend: unknown }) => {
      const { inputShape, ...rest } = run.attrs as Conv2DAttrs & { inputShape: Shape4 }
      const [dy, filter] = [run.inputs['dy']!, run.inputs['filter']!]
      const { outShape } = convInfo(inputShape, filter.shape as Shape4, rest)
      // A transposed convolution may be asked for a size that its dy does not fit: the kernel knows what that means.
      const fits = outShape.join() === dy.shape.join()
      if (!fits || Math.min(...inputPadding(filter.shape, inputShape, rest)) < 0) return slow.kernelFunc(run as never)
      return tf.tidy(() => inputGradient(asTensor(dy), asTensor(filter), inputShape, rest))
    }) as tf.KernelFunc,
  })
}
