import type { Float, Matrix } from '../runtime/matrix.js'
import type { CheckedOptions } from '../runtime/options.js'
import { runKernel } from '../runtime/run-kernel.js'
import { crossnobisReference } from './crossnobis.reference.js'
import type { Design } from './design.js'

/**
 * Cross-validated squared distances per channel between the conditions of a design, into `out`: in float64, rounded once.
 * @param x the mean pattern of each condition in each fold, whitened
 */
export async function crossnobis(
  x: Matrix<Float64Array>,
  { offsets, folds }: Design,
  out: Float,
  options: CheckedOptions,
): Promise<void> {
  const present = Int32Array.from({ length: x.rows }, (_, cell) => Number(offsets[cell + 1]! > offsets[cell]!))
  const sizes = { conditions: x.rows / folds, folds, channels: x.cols }
  const args = { x: x.data, present, ...sizes, outFloat64: out[Symbol.toStringTag] === 'Float64Array', out }
  await runKernel(
    { name: 'crossnobis', args, reference: (pace) => crossnobisReference(x, present, folds, out, pace) },
    options,
  )
}
