import { bars, type Bar } from '@likeness/figures'
import { signed, thousands } from '../format.js'
import { layerInterval, pairCount } from '../layer-interval.js'
import { comparedLayers } from '../params.js'
import type { RatingsAnalysis } from '../ratings.js'
import type { Recovery } from '../recover-pairs.js'

const bar = (label: string, group: string, value: number, ci: readonly [number, number] | null): Bar => ({
  ...{ label, group, value },
  ...(ci?.every(Number.isFinite) && { interval: ci }),
})

/**
 * Correlation with the mean rating at every layer, beside single raters, the raters' agreement and the ceiling; null where
 * none is defined.
 */
export function layersFigure({ pearson, raters, interRater, ceiling }: RatingsAnalysis, recovery: Recovery) {
  const n = pairCount(recovery)
  const layers = comparedLayers.map((layer) =>
    bar(layer, 'layer with mean rating', recovery.correlations[layer].r, layerInterval(recovery, layer)),
  )
  const single = raters.map((c, k) => bar(`rater ${k + 1}`, 'fc1 with one rater', c.estimate, c.ci))
  const people = interRater
    ? [bar('raters', 'rater with rater', interRater.pearson.estimate, interRater.pearson.ci)]
    : []
  const all = [...layers, ...single, ...people]
  if (all.every(({ value }) => Number.isNaN(value))) return null
  const count = n === pearson.n ? `n = ${n} pairs` : `n = ${n} recovered pairs for the layers, ${pearson.n} for raters`
  return {
    id: 'mnist-similarity-layers',
    title: 'Which layer predicts people?',
    caption: [
      `Pearson's r with the mean rating at every layer, over the recovered pairs; r at fc1 with each rater${interRater ? '; and r of the two raters with each other' : ''}. Whiskers: 95 % Fisher intervals.`,
      ...spread(recovery),
      ...(ceiling ? [ceilingText(ceiling)] : []),
    ].join(' '),
    svg: bars({
      id: 'mnist-similarity-layers',
      bars: all,
      yLabel: 'Pearson’s r',
      domain: [-1, 1],
      reference: ceiling ? [{ value: ceiling.estimate, label: `ceiling ${ceiling.estimate.toFixed(2)}` }] : [],
      notes: [`${count}; whiskers: 95 % Fisher interval`],
    }),
  }
}

function ceilingText({ ci }: NonNullable<RatingsAnalysis['ceiling']>): string {
  return `Dashed: the ceiling, the square root of the mean rating's reliability (Spearman-Brown), which a perfect model of the shared judgement would reach; 95 % interval, from that of the raters' r, [${ci.map((v) => signed(v, 2)).join(', ')}].`
}

function spread({ correlations, choices }: Recovery): string[] {
  if (choices.count < 2) return []
  const ranges = comparedLayers.map(
    (layer) => `${layer} ${signed(correlations[layer].least, 2)} to ${signed(correlations[layer].most, 2)}`,
  )
  return [
    `Bars: the choice of candidate pairs nearest to the printed values; over ${choices.all ? 'all' : 'the first'} ${thousands(choices.count)} choices: ${ranges.join(', ')}.`,
  ]
}
