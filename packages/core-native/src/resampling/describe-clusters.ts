import type { Field } from './field.js'

/** One cluster of a map. */
export interface Cluster {
  readonly sign: 1 | -1
  readonly voxels: number
  /** The sum of |value|, or of |value| - threshold, over its voxels. */
  readonly mass: number
  /** Its value of the largest magnitude. */
  readonly peak: number
  /** The flat index of the peak; of several, the lowest. */
  readonly peakIndex: number
  /** In voxels along the three axes, weighted by |value|. */
  readonly centreOfMass: readonly [number, number, number]
}

/** Sums over a cluster's voxels; the weights are |value| / |peak|, so that none overflows. */
interface Sums {
  voxels: number
  mass: number
  peak: number
  peakIndex: number
  weight: number
  readonly moments: [number, number, number]
}

/**
 * The clusters of labelled voxels.
 * @param labels of each voxel of the field: 0, or 1 + the index of its cluster
 * @param counts positive, negative clusters
 * @param subtracted what |value| is taken above, for the mass
 */
export function describeClusters(
  field: Field,
  labels: Int32Array,
  [positive, negative]: ArrayLike<number> & Iterable<number>,
  subtracted: number,
): Cluster[] {
  const sums = Array.from({ length: positive! + negative! }, (): Sums => {
    return { voxels: 0, mass: 0, peak: 0, peakIndex: -1, weight: 0, moments: [0, 0, 0] }
  })
  for (let k = 0; k < labels.length; k++)
    if (labels[k]! > 0) addValue(sums[labels[k]! - 1]!, field.values[k]!, field.voxels[k]!, subtracted)
  for (let k = 0; k < labels.length; k++)
    if (labels[k]! > 0) addMoments(sums[labels[k]! - 1]!, field.values[k]!, field.voxels[k]!, field.shape)
  return sums.map(({ voxels, mass, peak, peakIndex, weight, moments: [i, j, k] }, index) => {
    const centreOfMass = [i / weight, j / weight, k / weight] as const
    return { sign: index < positive! ? 1 : -1, voxels, mass, peak, peakIndex, centreOfMass }
  })
}

function addValue(sums: Sums, value: number, voxel: number, subtracted: number): void {
  sums.voxels++
  sums.mass += Math.abs(value) - subtracted
  if (Math.abs(value) <= Math.abs(sums.peak)) return
  sums.peak = value
  sums.peakIndex = voxel
}

function addMoments(sums: Sums, value: number, voxel: number, [, b, c]: Field['shape']): void {
  const weight = value / sums.peak
  sums.weight += weight
  sums.moments[0] += weight * Math.floor(voxel / (b * c))
  sums.moments[1] += weight * (Math.floor(voxel / c) % b)
  sums.moments[2] += weight * (voxel % c)
}
