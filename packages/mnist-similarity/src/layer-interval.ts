import { fisherInterval } from '@likeness/stats'
import { params, type ComparedLayer } from './params.js'
import type { Recovery } from './recover-pairs.js'

/** How many printed values have a pair in the drawn choice. */
export const pairCount = ({ pairs }: Pick<Recovery, 'pairs'>) => pairs.filter((pair) => pair !== null).length

/** Fisher's interval of a layer's r at the drawn choice of pairs; null below 4 pairs and where r is not defined. */
export function layerInterval(
  recovery: Pick<Recovery, 'pairs' | 'correlations'>,
  layer: ComparedLayer,
): readonly [number, number] | null {
  const [r, n] = [recovery.correlations[layer].r, pairCount(recovery)]
  return n > 3 && Number.isFinite(r) ? fisherInterval(r, n, params.level).ci : null
}
