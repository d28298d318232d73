import { histograms } from '@likeness/figures'
import { histogramEdges, type Distribution } from '../distributions.js'
import { params } from '../params.js'

/** How alike the images of each digit are at fc1: one histogram per digit; null where no digit has pairs. */
export function distributionsFigure(distributions: readonly Distribution[]) {
  const fc1 = distributions.filter(({ layer, n }) => layer === 'fc1' && n > 0)
  if (fc1.length === 0) return null
  return {
    id: 'mnist-similarity-distributions',
    title: 'Similarity within each digit',
    caption: `Cosine similarity at fc1 of all pairs of images of the same digit, as proportions of the digit’s n pairs, in bins of ${1 / params.histogramBins}; the line marks the median. Pairs share images, so they are not n independent cases and no interval is drawn.`,
    svg: histograms({
      id: 'mnist-similarity-distributions',
      groups: fc1.map(({ digit, n, counts, median }) => ({
        ...{ label: `digit ${digit}`, n, median },
        counts: counts.map((count) => count / n),
      })),
      edges: histogramEdges,
      xLabel: 'cosine similarity at fc1',
      yLabel: 'proportion of pairs',
    }),
  }
}
