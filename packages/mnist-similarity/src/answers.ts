import type { Correlation } from '@likeness/stats'
import { comparedLayers } from './params.js'
import type { RatingsAnalysis } from './ratings.js'
import type { Recovery } from './recover-pairs.js'

const number = (value: number, digits = 2) => value.toFixed(digits).replace('-', '−')
const interval = ({ ci }: Correlation) => (ci ? `[${number(ci[0])}, ${number(ci[1])}]` : 'not defined')

/** The study's questions, answered with no more than the numbers allow. */
export function answers(analysis: RatingsAnalysis, recovery: Recovery): { question: string; answer: string }[] {
  return [
    {
      question: 'Does the network predict people’s similarity judgements?',
      answer: [prediction(analysis), shortfall(analysis)].join(' '),
    },
    {
      question: 'How well does it do, what is it capturing, and what is it not? (the page’s second question)',
      answer: [capturing(analysis), layers(recovery)].join(' '),
    },
  ]
}

function prediction({ pearson, t }: RatingsAnalysis): string {
  const p = `p = ${number(pearson.permutationP)} by permutation`
  const facts = `r = ${number(pearson.estimate, 3)} over ${pearson.n} pairs, 95 % CI ${interval(pearson)}, t = ${number(t)}, ${p}.`
  if (!pearson.ci || (pearson.ci[0] <= 0 && pearson.ci[1] >= 0))
    return `Not detectably: ${facts} That is indistinguishable from no correlation, of either sign; it is no evidence that the network and people disagree, either.`
  return `${pearson.estimate > 0 ? 'Yes' : 'It predicts the opposite'}: ${facts}`
}

function shortfall({ pearson, interRater, ceiling }: RatingsAnalysis): string {
  if (!interRater || ceiling === undefined || !pearson.ci)
    return 'With one rater, or raters who do not agree, there is no ceiling to hold it against.'
  const agree = `The raters agree with each other at r = ${number(interRater.pearson.estimate)} ${interval(interRater.pearson)}, so a perfect model of what they share would reach about ${number(ceiling)}.`
  return pearson.ci[1] < (interRater.pearson.ci?.[0] ?? -1)
    ? `${agree} The network's interval ends below where the raters' begins: it falls short of what people have in common, whatever its true correlation is.`
    : agree
}

function capturing({ pearson, ceiling }: RatingsAnalysis): string {
  if (!pearson.ci || ceiling === undefined) return 'The numbers do not say.'
  const most = Math.max(0, pearson.ci[1])
  const share = (r: number) => `${Math.round((100 * r * r) / (ceiling * ceiling))} %`
  const best = `Of the variance that the raters share, fc1 explains ${share(pearson.estimate)}`
  if (pearson.estimate <= 0 || pearson.ci[0] <= 0)
    return `${best} at a correlation of the ${pearson.estimate < 0 ? 'wrong' : 'right'} sign, and at most ${share(most)} at the upper end of the interval. What it does capture is which digit an image shows; all these pairs show the same digit, so that cannot help. What it does not capture is whatever makes two people call one pair of the same digit more alike than another; ${pearson.n} pairs cannot say what that is.`
  return `${best} (${share(pearson.ci[0])} to ${share(most)} over the interval). The rest is what people see in pairs of the same digit and the network does not.`
}

function layers({ correlations, pairs, choices }: Recovery): string {
  const n = pairs.filter((pair) => pair !== null).length
  if (n < 4) return 'The rated pairs were not found, so the layers cannot be compared.'
  const list = comparedLayers.map((layer) => `${layer} ${number(correlations[layer].r)}`).join(', ')
  const ends = comparedLayers.flatMap((layer) => [correlations[layer].least, correlations[layer].most])
  const spread =
    choices.tried > 1
      ? ` (${number(Math.min(...ends))} to ${number(Math.max(...ends))} over the ${choices.total.toLocaleString('en')} possible choices of pairs)`
      : ''
  const differ = Math.max(...ends) - Math.min(...ends)
  const verdict = differ < 0.4 ? ` With n = ${n}, differences of this size between layers are within chance.` : ''
  return `On the recovered pairs the layers give r = ${list}${spread}.${verdict}`
}
