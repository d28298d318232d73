import * as tf from '@tensorflow/tfjs'
import { registerMaxPoolKernels } from '../max-pool-kernels.js'
import { avgPoolGradient } from './avg-pool.js'
import { comparisonGradients } from './comparisons.js'
import { convolutionGradients } from './convolutions.js'
import { installCustomGradients } from './custom-grad.js'
import { eluGradGradient } from './elu-grad.js'
import { fusedGradients } from './fused.js'
import { maskGradients } from './masks.js'
import { maxPoolGradient } from './max-pool.js'
import { reluGradients } from './relu-gradient.js'
import { savedOutputGradients } from './saved-outputs.js'
import { undefinedGradients } from './undefined.js'

let installed = false

/**
 * Replaces the gradients of TensorFlow.js 4.22 that throw or are silently wrong when they are differentiated again, for all
 * backends of this process (or worker). `useBackend` calls it; a second call does nothing.
 */
export function installGradients(): void {
  if (installed) return
  installed = true
  installCustomGradients()
  registerMaxPoolKernels('cpu')
  const configs = [
    ...savedOutputGradients(),
    ...comparisonGradients(),
    ...maskGradients(),
    ...convolutionGradients(),
    ...fusedGradients(),
    ...reluGradients(),
    ...undefinedGradients(),
    avgPoolGradient(),
    eluGradGradient(),
    maxPoolGradient(),
  ]
  configs.forEach(tf.registerGradient)
}
