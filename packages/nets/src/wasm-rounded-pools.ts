import * as tf from '@tensorflow/tfjs'
import { exactPadding, type PoolAttrs } from './gradients/pool-info.js'

/**
 * The wasm backend pools in windows that a rounding mode ('ceil') lets hang over the padding as if they were not there, and
 * gives wrong results in all that follow. With the padding that they need, they are right. Call once, after the wasm backend
 * is registered.
 */
export function registerWasmRoundedPools(): void {
  for (const kernelName of [tf.MaxPool, tf.AvgPool]) {
    const stock = tf.getKernel(kernelName, 'wasm')
    tf.unregisterKernel(kernelName, 'wasm')
    tf.registerKernel({
      ...stock,
      kernelFunc: (run) => {
        const attrs = run.attrs as unknown as PoolAttrs
        if (!attrs.dimRoundingMode) return stock.kernelFunc(run)
        const { filterSize, strides } = attrs
        const pad = exactPadding(run.inputs['x']!.shape, attrs)
        return stock.kernelFunc({ ...run, attrs: { filterSize, strides, pad } as unknown as tf.NamedAttrMap })
      },
    })
  }
}
