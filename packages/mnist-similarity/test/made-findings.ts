import type { Classification } from '../src/classify.js'
import type { Distribution } from '../src/distributions.js'
import type { Findings } from '../src/findings.js'
import { comparedLayers, params } from '../src/params.js'
import { madeAnalysis, madeRecovery } from './made-analysis.js'

const images = 60
const counts = new Array<number>(params.histogramBins).fill(1)

const classified: Classification = {
  predicted: Uint8Array.from({ length: images }, (_, i) => (i === 7 ? 1 : i % 10)),
  probability: Float64Array.from({ length: images }, () => 0.96),
  confusion: Array.from({ length: 10 }, (_, i) =>
    Array.from({ length: 10 }, (_, j) => (i === j ? 6 - Number(i === 7) : Number(i === 7 && j === 1))),
  ),
  ...{ correct: 59, n: 60, interval: [0.91, 0.997], errors: [7] },
}

const distributions: Distribution[] = comparedLayers.map((layer) => ({
  ...{ digit: 8, layer, n: params.histogramBins, mean: 0.5, median: 0.5, quartiles: [0.25, 0.75], counts },
}))

/** Findings of an impossible little study, each number told from the others: 60 images, 4 pairs of eights, 20 ratings. */
export function madeFindings(given: Partial<Findings> = {}): Findings {
  const ramp = Array.from({ length: 20 }, (_, k) => k / 20)
  const recovery = madeRecovery({ pixels: 0.1, conv1: 0.2, conv2: 0.3, fc1: 0.4 })
  return {
    material: {
      weights: new Map(),
      images: { data: Uint8Array.from({ length: images * 784 }, (_, k) => k % 256), rows: images, cols: 784 },
      labels: Uint8Array.from({ length: images }, (_, i) => i % 10),
      ratings: { digit: 8, raters: [ramp, ramp], network: ramp, pairs: recovery.pairs.map((pair) => pair!) },
    },
    ...{ digit: 8, pairs: [[8, 48], [18, 58]], correct64: 58 }, // prettier-ignore
    similarities: { pixels: [0.11, 0.12], conv1: [0.21, 0.22], conv2: [0.31, 0.32], fc1: [0.41, 0.42] },
    ...{ classified, distributions, analysis: madeAnalysis(0.4, 0.8), recovery, rdm: null },
    ...given,
  }
}
