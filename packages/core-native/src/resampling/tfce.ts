import { invalid } from '../runtime/errors.js'
import { allocate } from '../runtime/matrix.js'
import { checkOptions, type ComputeOptions } from '../runtime/options.js'
import { runKernel } from '../runtime/run-kernel.js'
import { voxelsOf, type Volume } from '../searchlight/volume.js'
import { checkExponents, type Exponents } from './cluster-options.js'
import { checkConnectivity, type Connectivity } from './connectivity.js'
import { checkField, spreadOver, volumeArgs } from './field.js'
import { checkTail, type Tail } from './tail.js'
import { tfceReference } from './tfce.reference.js'

export interface TfceOptions extends Exponents, ComputeOptions {
  /** Which voxels are neighbours. */
  readonly connectivity: Connectivity
  /** Which values are enhanced; with `both`, positive and negative clusters never join. */
  readonly tail: Tail
  /**
   * Absent: the exact integral. Else the sum over the thresholds step, 2 step, … ≤ value of e^E h^H step. FSL takes a
   * hundredth of the map's maximum: then maps with different maxima (permuted ones, say) are not comparable unless all
   * get the step of one of them. At most a million steps.
   */
  readonly step?: number | undefined
  /** Voxels that count: neither 0 nor NaN in it. Default: all. */
  readonly mask?: Volume | undefined
}

const mostSteps = 1e6

/**
 * Threshold-free cluster enhancement: ∫ e(h)^E h^H dh from 0 to each voxel's value, e(h) the voxels of its cluster at
 * threshold h (Smith & Nichols 2009, "Threshold-free cluster enhancement", NeuroImage 44:83). The integral is exact, a
 * sum of pieces between the values at which the cluster grows, not a sum over steps.
 * @param map a statistic, 0 where there is no effect; a NaN voxel is outside the mask
 * @returns a score for each voxel of the volume, in its order: negative for a negative value, 0 outside the mask and for
 *   values that are not in the tail
 * @throws CoreNativeError INVALID_ARGUMENT (an infinite value, no voxel in the mask, scores beyond float64 among them),
 *   INVALID_SHAPE, OUT_OF_MEMORY, DEVICE_UNAVAILABLE; `signal.reason` once aborted
 */
export async function tfce(map: Volume, options: TfceOptions): Promise<Float64Array> {
  if (typeof options !== 'object' || options === null) throw invalid('an object', 'options', options)
  const { connectivity, tail, step: givenStep, mask, height: givenHeight, extent: givenExtent } = options
  const field = checkField(map, mask)
  const { height, extent } = checkExponents({ height: givenHeight, extent: givenExtent })
  const axesApart = checkConnectivity(connectivity)
  const tailIndex = checkTail(tail)
  let most = 0
  for (const value of field.values) most = Math.max(most, Math.abs(value))
  if (!(most ** (height + 1) * field.values.length ** extent < Infinity))
    throw invalid('values whose scores float64 can hold', 'map.data', most)
  const step = givenStep === undefined ? 0 : checkStep(givenStep, most)
  const checked = checkOptions(options)
  const scores = allocate(Float64Array, field.values.length, 'the scores')
  const parameters = Float64Array.of(height, extent, step, most)
  const args = { ...volumeArgs(field, axesApart), values: field.values, tail: tailIndex, parameters, out: scores }
  const specified = { connectivity, tail, height, extent, step }
  await runKernel({ name: 'tfce', args, reference: (pace) => tfceReference(field, specified, scores, pace) }, checked)
  return spreadOver(field, scores, allocate(Float64Array, voxelsOf(field.shape), 'the scores'))
}

function checkStep(step: number, most: number): number {
  if (typeof step === 'number' && step > 0 && most / step <= mostSteps) return step
  throw invalid(`a positive number of at least the largest |value| / ${mostSteps}`, 'options.step', step)
}
