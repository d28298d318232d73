import * as tf from '@tensorflow/tfjs'
import { poolWindows, type PoolAttrs } from './gradients/pool-info.js'

type Values = Float32Array | Int32Array
type Run = {
  inputs: tf.NamedTensorInfoMap
  attrs?: object
  backend: { readSync(dataId: object): Values }
}

/**
 * Index into the flat x (NHWC) of each window's maximum: the first of equals, NaN passed over, -1 where there is none.
 * @param perImage indices count from the start of each image
 */
function maximaOf(x: Values, shape: readonly number[], attrs: PoolAttrs, perImage: boolean): Int32Array {
  const [batch, height, width, channels] = shape as [number, number, number, number]
  const [rows, columns] = poolWindows(shape, attrs)
  const at = new Int32Array(batch * rows.count * columns.count * channels).fill(-1)
  const best = new Float64Array(channels)
  let out = 0
  for (let b = 0; b < batch; b++) {
    const origin = perImage ? b * height * width * channels : 0
    for (let i = 0; i < rows.count; i++) {
      const top = i * rows.stride - rows.before
      const bottom = Math.min(height, top + rows.size)
      for (let j = 0; j < columns.count; j++, out += channels) {
        const left = j * columns.stride - columns.before
        const right = Math.min(width, left + columns.size)
        best.fill(-Infinity)
        for (let r = Math.max(0, top); r < bottom; r++)
          for (let c = Math.max(0, left); c < right; c++) {
            const pixel = ((b * height + r) * width + c) * channels
            for (let k = 0; k < channels; k++) {
              const value = x[pixel + k]!
              if (value > best[k]!) {
                best[k] = value
                at[out + k] = pixel + k - origin
              }
            }
          }
      }
    }
  }
  return at
}

function maxPoolGrad({ inputs, attrs, backend }: Run): tf.Tensor {
  const [x, dy] = [inputs['input']!, inputs['dy']!]
  const at = maximaOf(backend.readSync(x.dataId), x.shape, attrs as PoolAttrs, false)
  const values = backend.readSync(dy.dataId)
  const dx = new Float32Array(tf.util.sizeFromShape(x.shape))
  for (let k = 0; k < at.length; k++) if (at[k]! >= 0) dx[at[k]!]! += values[k]!
  return tf.tensor(dx, x.shape)
}

function maxPoolWithArgmax({ inputs, attrs, backend }: Run): tf.Tensor[] {
  const x = inputs['x']!
  const { includeBatchInIndex, ...pooling } = attrs as PoolAttrs & { includeBatchInIndex: boolean }
  const values = backend.readSync(x.dataId)
  const at = maximaOf(values, x.shape, pooling, false)
  const y = (values instanceof Int32Array ? new Int32Array(at.length) : new Float32Array(at.length)).map((_, k) =>
    at[k]! < 0 ? -Infinity : values[at[k]!]!,
  )
  const index = includeBatchInIndex ? at : maximaOf(values, x.shape, pooling, true)
  const [rows, columns] = poolWindows(x.shape, pooling)
  const shape = [x.shape[0]!, rows.count, columns.count, x.shape[3]!]
  return [tf.tensor(y, shape, x.dtype), tf.tensor(index, shape, 'int32')]
}

/**
 * Gives a backend whose data JavaScript can read the kernels MaxPoolGrad and MaxPoolWithArgmax. Those of wasm take a window
 * for empty whose maximum is not above zero, and lose its gradient; those of cpu are right and a hundred times slower.
 */
export function registerMaxPoolKernels(backendName: 'cpu' | 'wasm'): void {
  const kernels = { [tf.MaxPoolGrad]: maxPoolGrad, [tf.MaxPoolWithArgmax]: maxPoolWithArgmax }
  for (const [kernelName, kernelFunc] of Object.entries(kernels)) {
    const stock = tf.getKernel(kernelName, backendName)
    tf.unregisterKernel(kernelName, backendName)
    tf.registerKernel({ ...stock, kernelFunc: kernelFunc as unknown as tf.KernelFunc })
  }
}
