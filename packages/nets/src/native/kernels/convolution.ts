import * as tf from '@tensorflow/tfjs'
import type { NativeKernels, Run } from '../kernel.js'
import { sizeOf } from '../layout.js'
import { activate, isActivation, type Activation } from './activation.js'

type Info = tf.backend_util.Conv2DInfo
type Shape4 = [number, number, number, number]
interface Attributes extends Activation {
  readonly strides: [number, number] | number
  readonly pad: 'valid' | 'same' | number | tf.backend_util.ExplicitPadding
  readonly dataFormat?: 'NHWC' | 'NCHW'
  readonly dilations?: [number, number] | number
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil'
  readonly inputShape: Shape4
  readonly filterShape: Shape4
}

function infoOf(x: readonly number[], filter: readonly number[], a: Attributes, depthwise: boolean): Info {
  const { strides, pad, dimRoundingMode, dataFormat = 'NHWC' } = a
  return tf.backend_util.computeConv2DInfo(
    x as Shape4,
    filter as Shape4,
    strides,
    a.dilations ?? 1,
    pad,
    dimRoundingMode,
    depthwise,
    tf.backend_util.convertConv2DDataFormat(dataFormat),
  )
}

/** The parameter block of the addon's convolutions; null for what they do not compute. */
function block(c: Info, depthwise: boolean): Int32Array | null {
  if (c.dataFormat !== 'channelsLast' || sizeOf(c.outShape) === 0 || sizeOf(c.inShape) === 0) return null
  return Int32Array.of(
    ...[c.batchSize, c.inHeight, c.inWidth, c.inChannels, c.outChannels, c.filterHeight, c.filterWidth],
    ...[c.outHeight, c.outWidth, c.strideHeight, c.strideWidth, c.padInfo.top, c.padInfo.left],
    ...[c.dilationHeight, c.dilationWidth, depthwise ? c.inChannels : 1],
  )
}

function forward({ inputs, backend, attrs }: Run<Attributes>, depthwise: boolean): tf.TensorInfo | undefined {
  const [x, filter, bias] = [backend.floats(inputs['x']), backend.floats(inputs['filter']), inputs['bias']]
  if (!x || !filter || !isActivation(attrs, inputs)) return
  const info = infoOf(inputs['x']!.shape, inputs['filter']!.shape, attrs, depthwise)
  const shape = block(info, depthwise)
  const added = bias ? backend.floats(bias) : undefined
  if (!shape || added === null || (added && added.length !== info.outChannels)) return
  const y = backend.pool.take(sizeOf(info.outShape))
  const relu = attrs.activation === 'relu'
  backend.addon.conv2d(x, filter, y, shape, added, Number(relu))
  if (!relu) activate(backend, y, info.outShape, attrs, inputs)
  return backend.owning(info.outShape, y)
}

function inputGradient({ inputs, backend, attrs }: Run<Attributes>, depthwise: boolean): tf.TensorInfo | undefined {
  const [dy, filter] = [backend.floats(inputs['dy']), backend.floats(inputs['filter'])]
  if (!dy || !filter) return
  const info = infoOf(attrs.inputShape, inputs['filter']!.shape, attrs, depthwise)
  const shape = block(info, depthwise)
  if (!shape || !tf.util.arraysEqual(inputs['dy']!.shape, info.outShape)) return
  const dx = backend.pool.take(sizeOf(info.inShape))
  backend.addon.conv2dInputGradient(dy, filter, dx, shape)
  return backend.owning(info.inShape, dx)
}

function filterGradient({ inputs, backend, attrs }: Run<Attributes>, depthwise: boolean): tf.TensorInfo | undefined {
  const [x, dy] = [backend.floats(inputs['x']), backend.floats(inputs['dy'])]
  if (!x || !dy) return
  const info = infoOf(inputs['x']!.shape, attrs.filterShape, attrs, depthwise)
  const shape = block(info, depthwise)
  if (!shape || !tf.util.arraysEqual(inputs['dy']!.shape, info.outShape)) return
  const dw = backend.pool.take(sizeOf(attrs.filterShape))
  backend.addon.conv2dFilterGradient(x, dy, dw, shape)
  return backend.owning(attrs.filterShape, dw)
}

/** Gradients of plain convolutions are asked for without dilations, as the cpu backend takes them. */
const undilated = (run: Run<Attributes>) => ({ ...run, attrs: { ...run.attrs, dilations: 1 } })

export const convolution: NativeKernels = {
  Conv2D: (run: Run<Attributes>) => forward(run, false),
  FusedConv2D: (run: Run<Attributes>) => forward(run, false),
  Conv2DBackpropInput: (run: Run<Attributes>) => inputGradient(undilated(run), false),
  Conv2DBackpropFilter: (run: Run<Attributes>) => filterGradient(undilated(run), false),
  DepthwiseConv2dNative: (run: Run<Attributes>) => forward(run, true),
  FusedDepthwiseConv2D: (run: Run<Attributes>) => forward(run, true),
  DepthwiseConv2dNativeBackpropInput: (run: Run<Attributes>) => inputGradient(run, true),
  DepthwiseConv2dNativeBackpropFilter: (run: Run<Attributes>) => filterGradient(run, true),
}
