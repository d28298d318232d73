import { philox } from '@likeness/core-native'
import type { MemorabilityTable } from '../src/relations/relations.js'

/** A made table of `n` images: distance and error are related to each other and to memorability. */
export function madeTable(n = 60, seed = 3): MemorabilityTable {
  const random = philox(seed)
  const draw = (make: (i: number) => number) => Float64Array.from({ length: n }, (_, i) => make(i))
  const distinctiveness = draw(() => 500 + 1000 * random.uniform())
  const reconstructionError = draw((i) => 0.02 + 0.00002 * distinctiveness[i]! + 0.03 * random.uniform())
  const fa = draw(() => 0.2 * random.uniform())
  const correctedHit = draw(
    (i) => 0.2 + 4 * reconstructionError[i]! + 0.0001 * distinctiveness[i]! + 0.2 * random.uniform(),
  )
  const hit = draw((i) => correctedHit[i]! + fa[i]!)
  // Ids that are no row numbers, so that one taken for the other shows.
  return {
    ids: Int32Array.from({ length: n }, (_, i) => 3 * i + 7),
    ...{ hit, fa, correctedHit, distinctiveness, reconstructionError },
  }
}
