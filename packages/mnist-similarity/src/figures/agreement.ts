import { scatter } from '@likeness/figures'
import { linearRegression } from '@likeness/stats'
import type { Ratings } from '../material.js'
import { signed } from '../format.js'
import { params } from '../params.js'
import type { RatingsAnalysis } from '../ratings.js'
import type { Pair } from '../similarity.js'
import { itemsOf } from './grey-image.js'

/**
 * Network against human similarity, both normalised, with the least-squares line and its band; null where r is not defined.
 * @param pairs the images of each pair, where they are known
 */
export function agreementFigure(
  ratings: Pick<Ratings, 'digit'>,
  { normalised, pearson }: RatingsAnalysis,
  pairs: readonly (Pair | null)[],
  id = 'mnist-similarity-agreement',
) {
  if (Number.isNaN(pearson.estimate)) return null
  const { network, human } = normalised
  const at = Array.from({ length: 41 }, (_, k) => k / 40)
  const { band } = linearRegression(network, human, { level: params.level, at })
  const interval = pearson.ci ? `, 95 % CI [${pearson.ci.map((v) => signed(v, 2)).join(', ')}]` : ''
  return {
    id,
    title: 'Network against people',
    caption: `Each point is a pair of the digit ${ratings.digit}: its cosine similarity at fc1 and its mean rating, both min-max normalised as in the original, which leaves r as it is. Line: least squares; band: 95 % confidence of the mean response, point by point; CI: Fisher's.`,
    svg: scatter({
      id,
      points: network.map((x, k) => ({
        ...{ x, y: human[k]!, label: `pair ${k + 1}` },
        items: pairs[k] ? itemsOf(pairs[k]) : undefined,
      })),
      xLabel: 'network similarity at fc1 (normalised)',
      yLabel: 'mean human similarity (normalised)',
      regression: {
        line: [band[0]!, band.at(-1)!].map((p) => ({ x: p.x, y: p.estimate })),
        band: band.map((p) => ({ x: p.x, lower: p.ci[0], upper: p.ci[1] })),
        label: 'least squares, 95 % band',
      },
      notes: [`r = ${signed(pearson.estimate, 3)}${interval}, n = ${pearson.n} pairs`],
    }),
  }
}
