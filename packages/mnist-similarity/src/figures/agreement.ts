import { bars, scatter } from '@likeness/figures'
import { fisherInterval, linearRegression, type Correlation } from '@likeness/stats'
import type { Ratings } from '../material.js'
import { comparedLayers, params } from '../params.js'
import type { RatingsAnalysis } from '../ratings.js'
import type { Recovery } from '../recover-pairs.js'

const signed = (value: number, digits: number) => value.toFixed(digits).replace('-', '−')

/** Network against human similarity, both normalised, with the least-squares line and its band. */
export function agreementFigure(ratings: Ratings, { normalised, pearson }: RatingsAnalysis) {
  const { network, human } = normalised
  const at = Array.from({ length: 41 }, (_, k) => k / 40)
  const { band } = linearRegression(network, human, { level: params.level, at })
  const interval = pearson.ci ? `, 95 % CI [${pearson.ci.map((v) => signed(v, 2)).join(', ')}]` : ''
  return {
    id: 'mnist-similarity-agreement',
    title: 'Network against people',
    caption: `Each point is a pair of the digit ${ratings.digit}. Both axes are min-max normalised, as in the original, which leaves r as it is. Line: least squares; band: 95 % confidence of the mean response.`,
    svg: scatter({
      id: 'mnist-similarity-agreement',
      points: network.map((x, k) => ({ x, y: human[k]!, label: `pair ${k + 1}` })),
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

/** Correlation with the mean rating at every layer, beside the raters' agreement and the ceiling. */
export function layersFigure(analysis: RatingsAnalysis, recovery: Recovery) {
  const bar = (label: string, group: string, { estimate, ci }: Pick<Correlation, 'estimate' | 'ci'>) => ({
    ...{ label, group, value: estimate },
    ...(ci && ci.every(Number.isFinite) ? { interval: [ci[0], ci[1]] as const } : {}),
  })
  const n = recovery.pairs.filter((pair) => pair !== null).length
  const ofLayer = (r: number) =>
    n > 3 && Number.isFinite(r) ? fisherInterval(r, n, params.level) : { estimate: r, ci: null }
  const layers = comparedLayers.map((layer) =>
    bar(layer, 'model with mean rating', ofLayer(recovery.correlations[layer].r)),
  )
  const raters = analysis.raters.map((c, k) => bar(`rater ${k + 1}`, 'fc1 with one rater', c))
  const people = analysis.interRater ? [bar('raters', 'rater with rater', analysis.interRater.pearson)] : []
  return {
    id: 'mnist-similarity-layers',
    title: 'Which layer predicts people?',
    caption: `Pearson's r with 95 % Fisher intervals over ${n} pairs. Layers are compared on the recovered pairs. The ceiling is the square root of the mean rating's reliability (Spearman-Brown): what a perfect model of the shared judgement would reach.`,
    svg: bars({
      id: 'mnist-similarity-layers',
      bars: [...layers, ...raters, ...people],
      yLabel: 'Pearson’s r',
      domain: [-1, 1],
      reference:
        analysis.ceiling === undefined
          ? []
          : [{ value: analysis.ceiling, label: `ceiling ${analysis.ceiling.toFixed(2)}` }],
      notes: [`n = ${n} pairs, whiskers: 95 % Fisher interval`],
    }),
  }
}
