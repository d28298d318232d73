import util from 'node:util'
import * as tf from '@tensorflow/tfjs'
import { activateTensorFlow } from './activate.js'

/**
 * Makes TensorFlow on a GPU the active backend. A package that is present without its binary, or that runs without a GPU,
 * counts as absent.
 * @param specifier the package, or the file of one
 * @throws when it does not load, does not work or is not on a GPU
 */
export async function activateTensorFlowGpu(specifier = '@tensorflow/tfjs-node-gpu'): Promise<void> {
  // Node 23 dropped what the package imports of util.
  const legacy = util as unknown as Record<string, unknown>
  legacy['isNullOrUndefined'] ??= (value: unknown) => value === null || value === undefined
  legacy['isArray'] ??= Array.isArray
  await import(specifier)
  await activateTensorFlow('tensorflow')
  if (!(tf.backend() as { isUsingGpuDevice?: boolean }).isUsingGpuDevice) throw new Error('it runs, but not on a GPU')
}
