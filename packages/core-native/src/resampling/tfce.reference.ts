import type { Pace } from '../runtime/run-kernel.js'
import type { Connectivity } from './connectivity.js'
import type { Field } from './field.js'
import { labelReference } from './label.reference.js'
import { signsOf, type Tail } from './tail.js'

export interface TfceParameters {
  readonly connectivity: Connectivity
  readonly tail: Tail
  readonly height: number
  readonly extent: number
  /** 0: the exact integral. */
  readonly step: number
}

/** A threshold, and what a cluster of extent 1 gets for it. */
interface Level {
  readonly threshold: number
  readonly weight: number
}

/** Every distinct value with the integral from the one below, or every multiple of the step. */
function levelsOf(magnitudes: Float64Array, { height, step }: TfceParameters): Level[] {
  if (step === 0) {
    const values = [0, ...new Set(magnitudes.filter((m) => m > 0))].toSorted((a, b) => a - b)
    const integral = (h: number) => h ** (height + 1) / (height + 1)
    return values.slice(1).map((h, below) => ({ threshold: h, weight: integral(h) - integral(values[below]!) }))
  }
  const most = magnitudes.reduce((a, b) => Math.max(a, b), 0)
  const levels: Level[] = []
  for (let k = 1; k * step <= most; k++) levels.push({ threshold: k * step, weight: (k * step) ** height * step })
  return levels
}

/** The specification of `tfce`: at each threshold the clusters are found anew, and each voxel gets its own's share. */
export async function tfceReference(
  field: Field,
  options: TfceParameters,
  out: Float64Array,
  pace: Pace,
): Promise<void> {
  const inside = new Array<boolean>(field.shape.reduce((a, b) => a * b))
  for (const sign of signsOf(options.tail)) {
    const magnitudes = field.values.map((value) => sign * value)
    const levels = levelsOf(magnitudes, options)
    for (const [done, { threshold, weight }] of levels.entries()) {
      inside.fill(false)
      field.voxels.forEach((v, k) => (inside[v] = magnitudes[k]! >= threshold))
      const { labels, sizes } = labelReference(inside, field.shape, options.connectivity)
      field.voxels.forEach((v, k) => {
        if (labels[v]) out[k]! += sign * sizes[labels[v]!]! ** options.extent * weight
      })
      await pace((done / levels.length + (sign < 0 && options.tail === 'both' ? 1 : 0)) / 2)
    }
  }
}
