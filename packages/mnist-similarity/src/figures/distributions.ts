import { histograms } from '@likeness/figures'
import { histogramEdges, type Distribution } from '../distributions.js'

/** How alike the images of each digit are at fc1: one histogram per digit. */
export function distributionsFigure(distributions: readonly Distribution[]) {
  const fc1 = distributions.filter(({ layer }) => layer === 'fc1')
  return {
    id: 'mnist-similarity-distributions',
    title: 'Similarity within each digit',
    caption:
      'Cosine similarity at fc1 of all pairs of images of the same digit, as proportions of the digit’s pairs; the line marks the median. Pairs share images, so no interval is drawn.',
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
