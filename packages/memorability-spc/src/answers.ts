import type { ComputedFindings, Findings, ReleasedFindings } from './findings.js'
import { pValue, range, signed, thousands } from './format.js'
import { peakOf } from './layers.js'
import { params } from './params.js'
import type { Relations } from './relations/relations.js'

export type Answer = { question: string; answer: string }

/** The study's questions, answered with no more than the numbers allow. */
export function answers(findings: Findings): Answer[] {
  const named = (text: string) => text.replaceAll('corrected hit rate', findings.score)
  return allAnswers(findings).map(({ question, answer }) => ({ question, answer: named(answer) }))
}

function allAnswers(findings: Findings): Answer[] {
  const { relations, source } = findings
  return [
    {
      question: 'Are images whose representations are harder to reconstruct remembered better?',
      answer: [first(relations), ...quarters(relations)].join(' '),
    },
    { question: 'Is that more than distinctiveness?', answer: beyond(relations) },
    ...(source.kind === 'released' ? releasedAnswers(source, findings) : computedAnswers(source)),
  ]
}

type Interval = readonly [number, number]
const sideOf = ([low, high]: Interval) =>
  Number.isNaN(low + high) ? 'undefined' : low > 0 ? 'above' : high < 0 ? 'below' : 'zero'

function first({ correlations, n }: Relations): string {
  const { pearson, spearman, bootstrap } = correlations.reconstructionError.correctedHit
  const facts = `r = ${signed(pearson.estimate, 3)} between reconstruction error and corrected hit rate over ${thousands(n)} images (95 % bootstrap ${range(bootstrap.ci)}; ${pValue(pearson.p)}; Spearman ρ = ${signed(spearman.estimate, 2)}).`
  const share = `As a straight line it accounts for ${signed(100 * pearson.estimate ** 2, 0)} % of the variance of memorability.`
  switch (sideOf(bootstrap.ci)) {
    case 'above':
      return `Yes: ${facts} ${share}`
    case 'below':
      return `The opposite: ${facts} ${share}`
    case 'zero':
      return `Not detectably: ${facts} The interval includes 0.`
    default:
      return 'That cannot be said: the correlation is not defined over these images.'
  }
}

function quarters({ quartiles }: Relations): string[] {
  const [lowest, highest] = [quartiles[0], quartiles.at(-1)]
  if (!lowest || !highest || !Number.isFinite(lowest.estimate + highest.estimate)) return []
  return [
    `The mean corrected hit rate is ${signed(lowest.estimate, 2)} ${range(lowest.ci)} in the best reconstructed quarter of the images and ${signed(highest.estimate, 2)} ${range(highest.ci)} in the worst.`,
  ]
}

function beyond({ partials, regression, williams }: Relations): string {
  const { partial, bootstrap } = partials.reconstructionError.correctedHit
  if (!Number.isFinite(partial.estimate)) return 'That cannot be said: distinctiveness leaves nothing to correlate.'
  const verdict = { above: 'Yes', below: 'The relation turns round', zero: 'Not detectably', undefined: 'Unclear' }
  const { both, distinctiveness } = regression
  const [error, distance] = both.coefficients.map(({ standardized }) => standardized.estimate)
  const gain = 100 * (both.r2 - distinctiveness.r2)
  const stronger =
    williams.p < 0.05
      ? `${williams.estimate > 0 ? 'Distinctiveness' : 'Reconstruction error'} alone correlates more strongly with memorability (difference of the two r ${signed(Math.abs(williams.estimate), 3)}, Williams’ test, ${pValue(williams.p)}).`
      : `Neither of the two correlates detectably more strongly with memorability (Williams’ test, ${pValue(williams.p)}).`
  return `${verdict[sideOf(bootstrap.ci)]}: given the distance to the nearest neighbour, the partial correlation of reconstruction error and corrected hit rate is ${signed(partial.estimate, 3)} (95 % bootstrap ${range(bootstrap.ci)}; ${pValue(partial.p)}). In a joint regression the standardised coefficients are ${signed(error!, 2)} for reconstruction error and ${signed(distance!, 2)} for distinctiveness; reconstruction error adds ${signed(gain, 1)} percentage points of explained variance to the ${signed(100 * distinctiveness.r2, 1)} % of distinctiveness. ${stronger} These are correlations over images: nothing was manipulated.`
}

function releasedAnswers({ layers, neighbours, runs }: ReleasedFindings, { hubs }: Findings): Answer[] {
  const nameOf = (layer: number) => `layer ${layer} (${params.layers[layer - 1]!.name})`
  const at = (layer: number) => layers.layers[layer - 1]!
  const [far, left] = [
    peakOf(layers, (layer) => layer.distinctiveness.pearson.estimate),
    peakOf(layers, (layer) => layer.givenOwn.estimate),
  ]
  const { equal, larger, smaller, duplicates, n } = neighbours
  const [hub] = hubs.hubs
  return [
    {
      question: 'At which layer?',
      answer: `In the paper’s own data distinctiveness relates most to memorability at ${nameOf(far)}, r = ${signed(at(far).distinctiveness.pearson.estimate, 3)} ${range(layers.bootstraps[far - 1]!.distinctiveness.ci)}; what reconstruction error adds to the same layer’s distinctiveness is largest at ${nameOf(left)}, partial r = ${signed(at(left).givenOwn.estimate, 3)} ${range(at(left).givenOwn.bootstrap.ci)}. Which layer is largest was read off seven of each; the intervals are not corrected for that choice.`,
    },
    {
      question: 'Whose nearest neighbours are in the released table?',
      answer: `Those among fillers alone. Its distances equal the paper’s own for ${thousands(equal)} of ${thousands(n)} images, are larger for ${larger} and smaller for ${smaller}: as they must be where targets were left out of the search. ${hub ? `A few images are the neighbours of many: ${hubs.nameOf(hub.neighbour)} is that of ${hub.count} targets (${signed(100 * hub.share, 1)} %), the ${hubs.top} most frequent of ${hubs.distinct} different ones are those of ${signed(100 * hubs.topShare, 1)} %.` : ''} ${duplicates.length} images (${duplicates.join(', ')}) have an exact duplicate: distance 0 at every layer. For the correlation with memorability none of this matters much: ${signed(neighbours.r.released, 3)} as released, ${signed(neighbours.r.paper, 3)} in the paper’s data, ${signed(neighbours.r.paperWithoutDuplicates, 3)} there without the duplicates.`,
    },
    {
      question: 'How much of a reconstruction error is the draw of units?',
      answer: `The two released runs of the same analysis correlate at r = ${signed(runs.pearson, 3)} over the images (ρ = ${signed(runs.spearman, 3)}): one run’s order of images is nearly the other’s, but not quite.`,
    },
  ]
}

function computedAnswers({ seeds }: ComputedFindings): Answer[] {
  const [run] = seeds.runs
  const warnings = [...new Set(seeds.runs.flatMap((one) => one.warnings))]
  const agreement = Number.isFinite(seeds.least)
    ? `Over ${seeds.seeds.length} seeds the images’ reconstruction errors correlate at r = ${signed(seeds.least, 3)} or more.`
    : 'One seed was run: how far the errors depend on it is not known.'
  const lasso = run?.lasso
    ? ` The LASSO optimum with the same dictionary orders the images alike to r = ${signed(run.lasso.agreement.pearson, 3)} (ρ = ${signed(run.lasso.agreement.spearman, 3)}), at ${signed(run.lasso.agreement.ratio, 2)} times the mean error: another estimator, not a better one of the same.`
    : ''
  return [
    {
      question: 'How much of a reconstruction error is the draw of units, and the estimator?',
      answer: [`${agreement}${lasso}`, ...warnings].join(' '),
    },
  ]
}
