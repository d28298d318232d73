import { pearson } from '@likeness/stats'
import type { LayerTable } from './tables/read-layer.js'
import type { NeighbourTable } from './tables/read-neighbours.js'

/** The released nearest-neighbour distances beside those of the paper's own data, image by image. */
export interface ReleasedNeighbours {
  readonly n: number
  /** Images whose two distances are the same but for float32's rounding. */
  readonly equal: number
  /** Images whose released distance is the larger one: their nearest neighbour is another target. */
  readonly larger: number
  readonly smaller: number
  /** Images at distance 0 at every layer of the paper's data: exact duplicates. */
  readonly duplicates: readonly number[]
  /** Pearson's r with the corrected hit rate. */
  readonly r: {
    readonly released: number
    readonly paper: number
    /** The paper's data without the duplicates. */
    readonly paperWithoutDuplicates: number
  }
  readonly nWithoutDuplicates: number
}

/**
 * Largest relative difference of two distances that count as the same. Both sums run over 25,088 float32 features in
 * different orders, which leaves some 1e-7; the next difference that the files hold is 5.6e-5.
 */
const sameWithin = 1e-6

/**
 * Shows which images the released search left out: if it looks at fillers alone, its distance can only be the paper's or
 * a larger one.
 * @param released the released table (layer 5)
 * @param layers the paper's layers, the fifth among them; every one with the same images as `released`
 */
export function compareNeighbours(released: NeighbourTable, layers: readonly LayerTable[]): ReleasedNeighbours {
  const layer = layers[4]!
  const byId = new Map(Array.from(released.ids, (id, k) => [id, released.distances[k]!]))
  const theirs = Array.from(layer.ids, (id) => byId.get(id)!)
  const relation = theirs.map((distance, k) => {
    const own = layer.distinctiveness[k]!
    return Math.abs(distance - own) <= sameWithin * distance ? 'equal' : distance > own ? 'larger' : 'smaller'
  })
  const count = (which: string) => relation.filter((one) => one === which).length
  const duplicates = zeroEverywhere(layers)
  const kept = [...layer.ids.keys()].filter((k) => !duplicates.includes(layer.ids[k]!))
  const of = (values: ArrayLike<number>) => kept.map((k) => values[k]!)
  return {
    ...{ n: layer.ids.length, equal: count('equal'), larger: count('larger'), smaller: count('smaller'), duplicates },
    r: {
      released: pearson(theirs, layer.memorability),
      paper: pearson(layer.distinctiveness, layer.memorability),
      paperWithoutDuplicates: pearson(of(layer.distinctiveness), of(layer.memorability)),
    },
    nWithoutDuplicates: kept.length,
  }
}

function zeroEverywhere(layers: readonly LayerTable[]): number[] {
  const zeros = layers.map(({ ids, distinctiveness }) => new Set(ids.filter((_, k) => distinctiveness[k] === 0)))
  return [...zeros[0]!].filter((id) => zeros.every((set) => set.has(id))).sort((a, b) => a - b)
}
