import * as tf from '@tensorflow/tfjs'

type Values = Float32Array | Int32Array
type Run = {
  inputs: tf.NamedTensorInfoMap
  attrs?: object
  backend: { readSync(dataId: object): Values }
}

/** Rows of x added up by their segment; a segment outside 0..numSegments is left out. */
function unsortedSegmentSum({ inputs, attrs, backend }: Run): tf.Tensor {
  const [x, ids] = [inputs['x']!, inputs['segmentIds']!]
  const { numSegments } = attrs as { numSegments: number }
  const shape = [numSegments, ...x.shape.slice(ids.shape.length)]
  const [values, segments] = [backend.readSync(x.dataId), backend.readSync(ids.dataId)]
  const length = tf.util.sizeFromShape(shape.slice(1))
  const sums = x.dtype === 'float32' ? new Float32Array(numSegments * length) : new Int32Array(numSegments * length)
  segments.forEach((segment, row) => {
    if (segment < 0 || segment >= numSegments) return
    for (let k = 0; k < length; k++) sums[segment * length + k]! += values[row * length + k]!
  })
  return tf.tensor(sums, shape, x.dtype)
}

/** Gives the wasm backend the kernel that it lacks for the gradient of tf.gather. Call once, after it is registered. */
export function registerWasmSegmentSum(): void {
  tf.registerKernel({
    kernelName: tf.UnsortedSegmentSum,
    backendName: 'wasm',
    kernelFunc: unsortedSegmentSum as unknown as tf.KernelFunc,
  })
}
