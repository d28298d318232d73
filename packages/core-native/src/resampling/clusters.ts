import { invalid } from '../runtime/errors.js'
import { allocate } from '../runtime/matrix.js'
import { checkOptions, type ComputeOptions } from '../runtime/options.js'
import { runKernel } from '../runtime/run-kernel.js'
import { voxelsOf, type Volume } from '../searchlight/volume.js'
import { checkMass, checkThreshold, type Mass } from './cluster-options.js'
import { clustersReference } from './clusters.reference.js'
import { checkConnectivity, type Connectivity } from './connectivity.js'
import { describeClusters, type Cluster } from './describe-clusters.js'
import { checkField, spreadOver, volumeArgs } from './field.js'
import { checkTail, type Tail } from './tail.js'

export interface ClusterOptions extends ComputeOptions {
  /** Voxels with value > threshold form positive clusters, those with value < -threshold negative ones. */
  readonly threshold: number
  /** Which voxels are neighbours. */
  readonly connectivity: Connectivity
  /** Which clusters are found; positive and negative ones never join. */
  readonly tail: Tail
  /** What a cluster's mass sums: `value` (|value|, the default) or `excess` (|value| - threshold). */
  readonly mass?: Mass | undefined
  /** Voxels that count: neither 0 nor NaN in it. Default: all. */
  readonly mask?: Volume | undefined
}

export interface Clusters {
  /** For each voxel of the volume, in its order: 0, or 1 + the index of its cluster. */
  readonly labels: Int32Array
  /** Positive clusters, then negative ones, each in order of their first voxels. */
  readonly clusters: readonly Cluster[]
}

/**
 * Clusters of a map beyond a threshold: connected voxels of one sign.
 * @param map a statistic; a NaN voxel is outside the mask
 * @throws CoreNativeError INVALID_ARGUMENT (an infinite value or no voxel in the mask among them), INVALID_SHAPE,
 *   OUT_OF_MEMORY, DEVICE_UNAVAILABLE; `signal.reason` once aborted
 */
export async function clusters(map: Volume, options: ClusterOptions): Promise<Clusters> {
  if (typeof options !== 'object' || options === null) throw invalid('an object', 'options', options)
  const { threshold, connectivity, tail, mass = 'value', mask } = options
  const field = checkField(map, mask)
  checkThreshold(threshold)
  const axesApart = checkConnectivity(connectivity)
  const tailIndex = checkTail(tail)
  const subtracted = checkMass(mass) === 'excess' ? threshold : 0
  const checked = checkOptions(options)
  const labels = allocate(Int32Array, field.values.length, 'the labels')
  const counts = new Int32Array(2)
  const parameters = Float64Array.of(threshold)
  const args = { ...volumeArgs(field, axesApart), values: field.values, tail: tailIndex, parameters, labels, counts }
  const specified = { threshold, connectivity, tail }
  await runKernel(
    { name: 'label_clusters', args, reference: (pace) => clustersReference(field, specified, labels, counts, pace) },
    checked,
  )
  const whole = spreadOver(field, labels, allocate(Int32Array, voxelsOf(field.shape), 'the labels'))
  return { labels: whole, clusters: describeClusters(field, labels, counts, subtracted) }
}
