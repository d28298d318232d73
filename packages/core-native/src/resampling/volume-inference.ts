import { setImmediate } from 'node:timers/promises'
import { requireInteger } from '../random/arguments.js'
import { CoreNativeError, invalid } from '../runtime/errors.js'
import { allocate, checkMatrix, type Float, type Matrix } from '../runtime/matrix.js'
import { checkOptions, type ComputeOptions } from '../runtime/options.js'
import { runKernel } from '../runtime/run-kernel.js'
import type { Volume } from '../searchlight/volume.js'
import { familywiseP } from './familywise.js'
import { checkMask, noVoxel, volumeArgs } from './field.js'
import { drawSignFlips } from './sign-flips.js'
import { checkStatistic, type VolumeStatistic } from './statistic.js'
import { checkTail, type Tail } from './tail.js'
import { UsableColumns } from './usable-columns.js'
import { inTail, volumeInferenceReference } from './volume-inference.reference.js'

interface Resampling extends ComputeOptions {
  /** The alternative: a mean above zero, below, or either. */
  readonly tail: Tail
  /** Sign flips in the null distribution, the observed one among them: 1 to 1,000,000. All 2^subjects where they suffice. */
  readonly flips: number
  readonly seed: number | bigint
}
export type VolumeInferenceOptions = VolumeStatistic & Resampling

/** Of each voxel in the mask, in the order of the columns; NaN where t does not exist. */
export interface VolumeInference {
  /** One-sample t of the subjects' values. */
  readonly t: Float64Array
  /** The statistic: t, the size or mass of the voxel's cluster, or its TFCE score; negative for negative t. */
  readonly statistic: Float64Array
  /** p, corrected for the family-wise error over all voxels (and over both tails, with `both`). */
  readonly pFwe: Float64Array
  /** The largest statistic of each flip; the first is the observed one. */
  readonly maxima: Float64Array
  /** Whether the flips are all that there are. */
  readonly exact: boolean
  /** Voxels that were left out: a NaN, or the same magnitude in every subject. */
  readonly excluded: number
}

/**
 * Tests whether the subjects' mean map differs from zero, by the maximum of a statistic over sign flips of subjects
 * (Nichols & Holmes 2002, "Nonparametric permutation tests for functional neuroimaging"), which holds where their errors
 * are symmetric about zero.
 * @param maps subjects x voxels in the mask, in the order of their flat indices; it must not be changed or transferred
 *   before the promise settles. A voxel with a NaN, or of one magnitude in all subjects (t may be infinite), is outside
 * @param mask its voxels that are neither 0 nor NaN
 * @throws CoreNativeError INVALID_ARGUMENT (an infinite value, fewer than two subjects, no voxel among them),
 *   INVALID_SHAPE, OUT_OF_MEMORY, DEVICE_UNAVAILABLE; `signal.reason` once aborted
 */
export async function volumeInference(
  maps: Matrix,
  mask: Volume,
  options: VolumeInferenceOptions,
): Promise<VolumeInference> {
  const checkedMaps = checkMatrix(maps, 'maps')
  const { shape, voxels } = checkMask(mask, 'mask')
  if (checkedMaps.cols !== voxels.length)
    throw new CoreNativeError(
      'INVALID_SHAPE',
      `Expected as many columns as the mask has voxels, ${voxels.length}, for maps but received ${checkedMaps.cols}`,
    )
  if (checkedMaps.rows < 2) throw invalid('at least two subjects', 'maps.rows', checkedMaps.rows)
  if (typeof options !== 'object' || options === null) throw invalid('an object', 'options', options)
  const { tail, flips, seed } = options
  const statistic = checkStatistic(options)
  const tailIndex = checkTail(tail)
  requireInteger('options.flips', flips, 1, 1e6)
  const checked = checkOptions(options)
  const drawn = drawSignFlips(checkedMaps.rows, flips, seed)
  const usable = new UsableColumns(checkedMaps)
  for (usable.look(); !usable.done; usable.look()) {
    await setImmediate()
    checked.signal?.throwIfAborted()
  }
  const columns = usable.columns()
  if (columns.length === 0) throw noVoxel('at least one voxel without NaN and with two magnitudes', 'maps.data')
  const inside = columns.map((column) => voxels[column]!)
  const out = {
    t: allocate(Float64Array, columns.length, 'the t map'),
    scores: allocate(Float64Array, columns.length, 'the statistic map'),
    maxima: allocate(Float64Array, drawn.count, 'the maxima'),
  }
  const { index, axesApart, threshold, subtracted, height, extent } = statistic
  const args = {
    ...volumeArgs({ shape, voxels: inside }, axesApart),
    ...{ maps: checkedMaps.data, subjects: checkedMaps.rows, cols: checkedMaps.cols },
    float64: checkedMaps.data[Symbol.toStringTag] === 'Float64Array',
    ...{ columns, flips: drawn.bits, flipCount: drawn.count, statistic: index, tail: tailIndex },
    parameters: Float64Array.of(threshold, subtracted, height, extent),
    ...out,
  }
  const problem = { maps: checkedMaps, shape, voxels: inside, columns, statistic, tail, flips: drawn }
  await runKernel(
    { name: 'volume_inference', args, reference: (pace) => volumeInferenceReference(problem, out, pace) },
    checked,
  )
  const p = familywiseP(
    out.maxima,
    out.scores.map((score) => inTail(score, tail)),
  )
  const spread = (values: Float) => spreadOver(voxels.length, columns, values)
  return {
    ...{ t: spread(out.t), statistic: spread(out.scores), pFwe: spread(p), maxima: out.maxima },
    ...{ exact: drawn.exact, excluded: voxels.length - columns.length },
  }
}

/** Values of some columns among all; NaN at the others. */
function spreadOver(cols: number, columns: Int32Array, values: Float): Float64Array {
  const all = allocate(Float64Array, cols, 'the maps').fill(NaN)
  columns.forEach((column, k) => (all[column] = values[k]!))
  return all
}
