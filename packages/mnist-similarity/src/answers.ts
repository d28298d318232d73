import type { Correlation } from '@likeness/stats'
import { pValue, signed, thousands } from './format.js'
import { layerInterval, pairCount } from './layer-interval.js'
import { comparedLayers } from './params.js'
import type { RatingsAnalysis } from './ratings.js'
import type { Recovery } from './recover-pairs.js'

const range = ([low, high]: readonly [number, number]) => `[${signed(low, 2)}, ${signed(high, 2)}]`

/** The study's questions, answered with no more than the numbers allow. */
export function answers(analysis: RatingsAnalysis, recovery: Recovery): { question: string; answer: string }[] {
  return [
    {
      question: 'Does the network predict people’s similarity judgements?',
      answer: [prediction(analysis), shortfall(analysis)].join(' '),
    },
    {
      question: 'How well does it do, what does it capture and what not? (the page’s second question)',
      answer: [capturing(analysis), layers(recovery)].join(' '),
    },
  ]
}

/** Where the interval of r lies: at zero, on one side of it, or nowhere (a constant rating). */
function sideOf({ ci }: Correlation): 'zero' | 'above' | 'below' | 'undefined' {
  if (!ci || ci.some(Number.isNaN)) return 'undefined'
  if (ci[0] > 0) return 'above'
  return ci[1] < 0 ? 'below' : 'zero'
}

function prediction({ pearson, t }: RatingsAnalysis): string {
  const { n } = pearson
  const side = sideOf(pearson)
  if (side === 'undefined')
    return `That cannot be said: r is not defined over these ${n} pairs, since similarities or ratings are constant.`
  const facts = `r = ${signed(pearson.estimate, 3)} over ${n} pairs (95 % CI ${range(pearson.ci!)}; t(${n - 2}) = ${signed(t, 2)}; ${pValue(pearson.permutationP)} by permutation).`
  if (side === 'above') return `Yes: ${facts}`
  if (side === 'below')
    return `It predicts the opposite: ${facts} Pairs that the network holds more alike, people hold less alike.`
  // Where the lower bound of Fisher's interval is 0.
  const least = n > 3 ? signed(Math.tanh(1.959964 / Math.sqrt(n - 3)), 2) : '1.00'
  return `Not detectably: ${facts} The interval includes 0, so these pairs show neither agreement nor disagreement; with ${n} of them, r would have to lie beyond ±${least} to be told from 0.`
}

function shortfall({ pearson, interRater, ceiling }: RatingsAnalysis): string {
  if (!interRater) return 'Without two raters there is no ceiling to hold it against.'
  const agreement = interRater.pearson
  if (!ceiling)
    return `The two raters do not agree with each other (r = ${signed(agreement.estimate, 2)}), so there is no ceiling to hold it against.`
  const reach = `The two raters agree with each other at r = ${signed(agreement.estimate, 2)} ${range(agreement.ci!)}; by the Spearman-Brown formula, a perfect model of what they share would reach about ${signed(ceiling.estimate, 2)} ${range(ceiling.ci)} with their mean.`
  return pearson.ci && pearson.ci[1] < ceiling.ci[0]
    ? `${reach} The network's interval ends below that one: for these pairs and raters it falls short of what they have in common.`
    : reach
}

function capturing({ pearson, ceiling }: RatingsAnalysis): string {
  const side = sideOf(pearson)
  if (side === 'undefined' || !ceiling) return 'What share of the common judgement it captures cannot be said.'
  const [low, high] = pearson.ci!
  const share = (r: number) => `${Math.min(100, Math.round(100 * (r / ceiling.estimate) ** 2))} %`
  const variance = 'of the variance of the judgement that the raters share (taking the ceiling as exact)'
  if (side === 'above')
    return `The similarity at fc1 accounts, linearly, for ${share(pearson.estimate)} ${variance}, ${share(low)} to ${share(high)} over the interval; for the rest it does not account.`
  if (side === 'below')
    return `At fc1 it captures nothing of what the raters share in the right direction; the relation is reversed.`
  const sign = pearson.estimate < 0 ? 'with the wrong sign' : 'with the right sign'
  return `At the estimate, the similarity at fc1 accounts for ${share(pearson.estimate)} ${variance}, ${sign}; with the right sign, for at most ${share(high)} (upper end of the interval). The network was trained to tell digits apart, and all these pairs show the same digit, so that skill need not help here. What makes people call one pair of the same digit more alike than another, ${pearson.n} pairs cannot say.`
}

function layers(recovery: Recovery): string {
  const { correlations, choices } = recovery
  const n = pairCount(recovery)
  if (n < 4) return 'Fewer than four of the rated pairs were found, so the layers cannot be compared.'
  if (comparedLayers.some((layer) => Number.isNaN(correlations[layer].r)))
    return 'r is not defined at every layer, so the layers cannot be compared.'
  const shown = comparedLayers.map((layer) => `${signed(correlations[layer].r, 2)} (${layer})`).join(', ')
  const ends = comparedLayers.flatMap((layer) => [correlations[layer].least, correlations[layer].most])
  const spread =
    choices.count > 1
      ? ` Over the ${choices.all ? '' : 'first '}${thousands(choices.count)} possible choices of candidate pairs, r lies between ${signed(Math.min(...ends), 2)} and ${signed(Math.max(...ends), 2)} at every layer.`
      : ''
  return `On the ${n} recovered pairs, r with the mean rating is ${shown}.${spread}${distinction(recovery, n)}`
}

// Descriptive: the layers' correlations depend on one another, and no test of their differences is made.
function distinction(recovery: Recovery, n: number): string {
  const intervals = comparedLayers.map((layer) => layerInterval(recovery, layer))
  if (intervals.some((ci) => ci === null)) return ''
  const inside = comparedLayers.every((layer) =>
    intervals.every((ci) => ci![0] <= recovery.correlations[layer].r && recovery.correlations[layer].r <= ci![1]),
  )
  return inside
    ? ` Each layer's 95 % interval contains the r of all the others, so ${n} pairs do not tell the layers apart.`
    : ' Some layers’ r lie outside other layers’ 95 % intervals; their differences were not tested.'
}
