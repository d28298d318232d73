import { CoreNativeError } from '../runtime/errors.js'
import { checkOptions } from '../runtime/options.js'
import { runKernel } from '../runtime/run-kernel.js'

/**
 * The machine's limit: GFLOP/s of independent chains of fused multiply-adds at the SIMD level in use (best of several).
 * @param type element type
 * @param threads threads that compute at once
 * @param steps fused multiply-adds per chain and block; fewer measure less well
 * @throws CoreNativeError DEVICE_UNAVAILABLE without the native addon
 */
export async function measurePeak(type: 'float32' | 'float64', threads: number, steps = 200_000): Promise<number> {
  let best = 0
  for (let repeat = 0; repeat < 5; repeat++) {
    const out = new Float64Array(1)
    const args = { float64: type === 'float64', blocks: 64 * threads, steps, out }
    const start = performance.now()
    await runKernel({ name: 'peak', args, reference }, checkOptions({ device: 'cpu', threads }))
    best = Math.max(best, out[0]! / (performance.now() - start) / 1e6)
  }
  return best
}

async function reference(): Promise<void> {
  throw new CoreNativeError('DEVICE_UNAVAILABLE', 'The machine limit is that of the native addon')
}
