import type { Findings } from './findings.js'
import { comparedLayers } from './params.js'
import type { Pair } from './similarity.js'
import type { Training } from './train/train.js'

const samePair = ([a, b]: Pair, [c, d]: Pair) => (a === c && b === d) || (a === d && b === c)

/** The values that replication.json checks, by key; null: not defined for these data. */
export function values({
  material,
  training,
  classified,
  analysis,
  recovery,
  ...v
}: Findings): Record<string, number | null> {
  const { ratings } = material
  const { network, human } = analysis.normalised
  const found = ratings.pairs?.filter((pair, k) =>
    recovery.recovered[k]!.candidates.some((c) => samePair(c.pair, pair)),
  )
  const all: Record<string, number | undefined> = {
    'accuracy.percent': (100 * classified.correct) / classified.n,
    'accuracy.correct': classified.correct,
    'accuracy.correct64': v.correct64,
    'pair.left': v.pairs[0]![0],
    'pair.right': v.pairs[0]![1],
    ...Object.fromEntries(comparedLayers.map((layer) => [`pair.${layer}`, v.similarities[layer][0]])),
    'r.mean': analysis.pearson.estimate,
    'r.t': analysis.t,
    'r.p': analysis.pearson.p,
    ...Object.fromEntries(analysis.raters.map((c, k) => [`r.rater${k + 1}`, c.estimate])),
    'r.interRater': analysis.interRater?.pearson.estimate,
    'rho.mean': analysis.spearman.estimate,
    'rho.interRater': analysis.interRater?.spearman.estimate,
    'title.first.net': network[0],
    'title.first.human': human[0],
    'title.last.net': network.at(-1),
    'title.last.human': human.at(-1),
    'recovered.searched': recovery.searched,
    'recovered.matched': recovery.matched,
    'recovered.r': recovery.correlations.fc1.r,
    'recovered.true': found?.length,
    ...(training && trainingValues(training)),
  }
  return Object.fromEntries(
    Object.entries(all).map(([key, value]) => [key, value === undefined || !Number.isFinite(value) ? null : value]),
  )
}

function trainingValues({ curve, n }: Training): Record<string, number> {
  const { training, heldOut } = curve.at(-1)!
  return {
    'training.loss': training.loss,
    'training.percent': (100 * training.correct) / n.training,
    'heldOut.loss': heldOut.loss,
    'heldOut.percent': (100 * heldOut.correct) / n.heldOut,
  }
}
