import type { Pace } from '../runtime/run-kernel.js'
import type { Connectivity } from './connectivity.js'
import type { Field } from './field.js'
import { labelReference } from './label.reference.js'
import { signsOf, type Tail } from './tail.js'

/** The specification of the labels of `clusters`: each sign thresholded and flooded on its own. */
export async function clustersReference(
  field: Field,
  options: { readonly threshold: number; readonly connectivity: Connectivity; readonly tail: Tail },
  labels: Int32Array,
  counts: Int32Array,
  pace: Pace,
): Promise<void> {
  let before = 0
  for (const sign of signsOf(options.tail)) {
    const inside = new Array<boolean>(field.shape.reduce((a, b) => a * b)).fill(false)
    field.voxels.forEach((v, k) => (inside[v] = sign * field.values[k]! > options.threshold))
    const found = labelReference(inside, field.shape, options.connectivity)
    field.voxels.forEach((v, k) => {
      if (found.labels[v]) labels[k] = before + found.labels[v]!
    })
    before += counts[sign === 1 ? 0 : 1] = found.sizes.length - 1
    await pace(0.5)
  }
}
