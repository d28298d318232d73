import type { TableResult } from '@likeness/study-kit'
import type { Findings } from './findings.js'
import { comparedLayers } from './params.js'
import type { EpochScores } from './train/evaluate.js'
import type { Training } from './train/train.js'

const round = (value: number | undefined, digits: number) =>
  value === undefined || !Number.isFinite(value) ? null : Number(value.toFixed(digits))

/** The study's lists, in full; a cell is null where a value is not defined. */
export function tables({ training, material, classified: c, recovery, ...v }: Findings): TableResult[] {
  const { labels, ratings } = material
  return [
    {
      id: 'recovered-pairs',
      title: `The ${ratings.network.length} rated pairs`,
      note: 'Images count from 0 in file order; which of a pair was left is not known. Cosine similarities are those of the drawn choice of candidates. Every candidate is within 1e-7 of the printed value.',
      columns: [
        'pair',
        'printed',
        ...ratings.raters.map((_, k) => `rater ${k + 1}`),
        'image A',
        'image B',
        'candidates',
        ...comparedLayers,
      ],
      rows: recovery.recovered.map(({ printed, candidates }, k) => [
        ...[k + 1, printed, ...ratings.raters.map((rater) => round(rater[k], 3))],
        ...[recovery.pairs[k]?.[0] ?? null, recovery.pairs[k]?.[1] ?? null, candidates.length],
        ...comparedLayers.map((layer) => round(recovery.similarities[layer][k], 8)),
      ]),
    },
    {
      id: 'pairs',
      title: `Similarities of ${v.pairs.length} pairs at every layer`,
      note: 'Images count from 0 in file order. Cosine similarity, not centred.',
      columns: ['image A', 'image B', ...comparedLayers],
      rows: v.pairs.map(([a, b], k) => [a, b, ...comparedLayers.map((layer) => round(v.similarities[layer][k], 7))]),
    },
    {
      id: 'errors',
      title: `The ${c.errors.length} images that the network gets wrong`,
      columns: ['image', 'true', 'predicted', 'probability'],
      rows: c.errors.map((i) => [i, labels[i]!, c.predicted[i]!, round(c.probability[i], 4)]),
    },
    {
      id: 'distributions',
      title: 'Similarity within each digit, at every layer',
      columns: ['digit', 'layer', 'pairs', 'mean', 'median', 'lower quartile', 'upper quartile'],
      rows: v.distributions.map((d) => [
        String(d.digit),
        d.layer,
        d.n,
        ...[d.mean, d.median, ...d.quartiles].map((x) => round(x, 4)),
      ]),
    },
    ...(training ? [learningCurve(training)] : []),
  ]
}

function learningCurve({ curve, n }: Training): TableResult {
  const cells = (set: 'training' | 'heldOut', { [set]: { loss, correct } }: EpochScores) => [
    round(loss, 5),
    round((100 * correct) / n[set], 3),
  ]
  return {
    id: 'learning-curve',
    title: 'The learning curve',
    note: 'Both sets are scored after each epoch with the same weights; epoch 0 is before the first. Loss: mean cross-entropy in nats.',
    columns: ['epoch', 'training loss', 'training accuracy, %', 'held-out loss', 'held-out accuracy, %'],
    rows: curve.map((scores) => [scores.epoch, ...cells('training', scores), ...cells('heldOut', scores)]),
  }
}
