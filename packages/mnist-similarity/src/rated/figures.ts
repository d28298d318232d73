import { bars, imagePairs, svgToPng } from '@likeness/figures'
import type { FigureResult } from '@likeness/study-kit'
import { agreementFigure } from '../figures/agreement.js'
import { greyImage, itemsOf } from '../figures/grey-image.js'
import { rdmFigure } from '../figures/rdm.js'
import { comparedLayers } from '../params.js'
import type { PairRdm } from '../rdm.js'
import type { RatedFindings } from './analyse-rated.js'

const most = 24
const id = (name: string) => `mnist-similarity-rated-${name}`

function pairsFigure({ joined, material, similarities, analysis }: RatedFindings) {
  const shown = joined.pairs.slice(0, most)
  return {
    id: id('pairs'),
    title: 'The pairs that new raters judged',
    caption: `${shown.length < joined.pairs.length ? `The first ${shown.length} of ${joined.pairs.length} pairs` : `${shown.length} pairs`}, each with its cosine similarity at fc1, its mean rating (1 not alike, 10 alike) and the single ratings (${joined.raters.join(', ')}).`,
    svg: imagePairs({
      ...{ id: id('pairs'), columns: 4, imageSize: 52, invert: true },
      pairs: shown.map((pair, k) => ({
        left: greyImage(material.images, pair[0]),
        right: greyImage(material.images, pair[1]),
        items: itemsOf(pair),
        caption: [
          `fc1 ${similarities.fc1[k]!.toFixed(3)}, mean ${analysis.mean[k]!.toFixed(1)}`,
          joined.ratings.length <= 8 ? joined.ratings.map((ratings) => ratings[k]).join(' ') : '',
        ].filter((line) => line !== ''),
      })),
    }),
  }
}

function layersFigure({ layers, agreement, analysis }: RatedFindings) {
  const all = comparedLayers.map((layer) => {
    const { r, ci } = layers[layer]
    return { label: layer, value: r, ...(ci?.every(Number.isFinite) && { interval: ci }) }
  })
  if (all.every(({ value }) => Number.isNaN(value))) return null
  const { ceiling } = agreement ?? {}
  const line = ceiling && Number.isFinite(ceiling.estimate)
  return {
    id: id('layers'),
    title: 'Which layer predicts the new raters?',
    caption: `Pearson's r with the mean rating; whiskers: 95 % Fisher intervals.${line ? ' Dashed: the ceiling, the square root of the mean rating’s Spearman-Brown reliability.' : ''}`,
    svg: bars({
      ...{ id: id('layers'), bars: all, yLabel: 'Pearson’s r', domain: [-1, 1] },
      reference: line ? [{ value: ceiling.estimate, label: `ceiling ${ceiling.estimate.toFixed(2)}` }] : [],
      notes: [`n = ${analysis.mean.length} pairs; whiskers: 95 % Fisher interval`],
    }),
  }
}

/** The figures of new ratings, as SVG and PNG. */
export function ratedFigures(found: RatedFindings, rdm: PairRdm | null): FigureResult[] {
  const { joined, material, analysis } = found
  const digit = material.labels[joined.pairs[0]![0]]!
  const agreement = agreementFigure({ digit }, analysis, joined.pairs, id('agreement'))
  return [agreement && { ...agreement, title: 'Network against new raters' }, layersFigure(found), rdmFigure(rdm, id('rdm')), pairsFigure(found)] // prettier-ignore
    .filter((figure) => figure !== null)
    .map((figure) => ({ ...figure, png: svgToPng(figure.svg) }))
}
