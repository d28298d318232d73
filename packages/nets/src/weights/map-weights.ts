import { float32Tensors, type NpyData } from '@likeness/io'
import { NetsError } from '../nets-error.js'
import { checkWeights, type Weights, type WeightTensor } from '../network.js'
import { parseRearrangement, rearrange } from './rearrange.js'

/** Where a weight of a network comes from, and how its axes move on the way. */
export interface WeightRule {
  /** name of the tensor in the file */
  readonly from: string
  /** a pattern such as `O I H W -> H W I O` (see `layouts`); absent: as it lies in the file */
  readonly layout?: string
  /** sizes of letters that share an axis: `O (C H W) -> (H W C) O` needs two of C, H and W */
  readonly sizes?: Readonly<Record<string, number>>
  /** letters whose order is turned round, as `I` of a first layer that was trained on BGR */
  readonly reverse?: readonly string[]
}

/** Name in the network -> where it comes from. Plain data: a mapping can stand in a JSON file. */
export type WeightMapping = Readonly<Record<string, WeightRule>>

/** Tensors of a file, as the readers of @likeness/io give them. */
export type FileTensors = ReadonlyMap<string, { readonly data: NpyData; readonly shape: readonly number[] }>

/**
 * Weights for a network out of the tensors of a file: renamed, their axes rearranged, as float32.
 * Tensors that no rule names are left aside.
 * @param expected names and shapes that the network takes, when they are to be checked (they are then checked entirely)
 * @throws NetsError INVALID_WEIGHTS naming tensor and weight, the shape expected and the one received; INVALID_ARGUMENT for
 *   a pattern that cannot be read
 */
export function mapWeights(
  tensors: FileTensors,
  mapping: WeightMapping,
  expected?: Readonly<Record<string, readonly number[]>>,
): Weights {
  const weights = new Map(Object.entries(mapping).map(([name, rule]) => [name, mapped(tensors, name, rule)]))
  if (expected) checkWeights(weights, expected)
  return weights
}

function mapped(tensors: FileTensors, name: string, rule: WeightRule): WeightTensor {
  const found = tensors.get(rule.from)
  if (!found) {
    const some = [...tensors.keys()].slice(0, 8).join(', ') + (tensors.size > 8 ? ', …' : '')
    throw new NetsError(
      'INVALID_WEIGHTS',
      `Expected a tensor named ${rule.from} for ${name} but received ${some || 'none'}`,
    )
  }
  const tensor = asFloats(found, name, rule)
  if (rule.layout === undefined) return tensor
  const pattern = attempt('INVALID_ARGUMENT', `${name}: `, () => parseRearrangement(rule.layout!))
  const prefix = `Expected for ${name} a tensor ${rule.from} of `
  return attempt('INVALID_WEIGHTS', prefix, () => rearrange(tensor, pattern, rule.sizes, rule.reverse))
}

function asFloats(
  found: { data: NpyData; shape: readonly number[] },
  name: string,
  { from }: WeightRule,
): WeightTensor {
  const count = found.shape.reduce((product, size) => product * size, 1)
  if (count !== found.data.length)
    throw new NetsError(
      'INVALID_WEIGHTS',
      `Expected ${count} values for ${name} (${from}) but received ${found.data.length}`,
    )
  return attempt('INVALID_WEIGHTS', `${name}: `, () => float32Tensors(new Map([[from, found]])).get(from)!)
}

function attempt<T>(code: 'INVALID_WEIGHTS' | 'INVALID_ARGUMENT', prefix: string, run: () => T): T {
  try {
    return run()
  } catch (error) {
    throw new NetsError(code, prefix + (error as Error).message, { cause: error })
  }
}
