import * as tf from '@tensorflow/tfjs'
import { NetsError } from '../nets-error.js'

/** Gradients that are kernels of their own and have no gradient, by the op that they belong to. */
const kernels: Readonly<Record<string, string>> = {
  [tf.AvgPool3DGrad]: 'avgPool3d',
  [tf.Conv3DBackpropFilterV2]: 'conv3d',
  [tf.Conv3DBackpropInputV2]: 'conv3d',
  [tf.Dilation2DBackpropFilter]: 'dilation2d',
  [tf.Dilation2DBackpropInput]: 'dilation2d',
  [tf.LRNGrad]: 'localResponseNormalization',
  [tf.MaxPool3DGrad]: 'maxPool3d',
  [tf.ResizeBilinearGrad]: 'resizeBilinear',
  [tf.ResizeNearestNeighborGrad]: 'resizeNearestNeighbor',
}

/** Differentiated twice, these ops throw UNDEFINED_GRADIENT, by their names. */
export function undefinedGradients(): tf.GradConfig[] {
  return Object.entries(kernels).map(([kernelName, op]) => ({
    kernelName,
    gradFunc: () => undefinedGradient(`${op} (${kernelName})`),
  }))
}

/** @throws NetsError UNDEFINED_GRADIENT */
export function undefinedGradient(op: string): never {
  throw new NetsError(
    'UNDEFINED_GRADIENT',
    `Expected an op with a second-order gradient for differentiation but received ${op}`,
  )
}
