import type { TableResult } from '@likeness/study-kit'
import type { Classification } from './classify.js'
import type { Distribution } from './distributions.js'
import type { Ratings } from './material.js'
import { comparedLayers, type ComparedLayer } from './params.js'
import type { Recovery } from './recover-pairs.js'
import type { Pair } from './similarity.js'

const round = (value: number | undefined, digits: number) =>
  value === undefined || !Number.isFinite(value) ? null : Number(value.toFixed(digits))

/** The study's lists, in full. */
export function tables(v: {
  labels: Uint8Array
  classified: Classification
  pairs: readonly Pair[]
  similarities: Readonly<Record<ComparedLayer, readonly number[]>>
  ratings: Ratings
  recovery: Recovery
  distributions: readonly Distribution[]
}): TableResult[] {
  const { classified: c, recovery, ratings } = v
  return [
    {
      id: 'recovered-pairs',
      title: `The ${ratings.network.length} rated pairs`,
      note: 'Image indices count from 0 in the test set; cosine similarities of the drawn choice. All candidates are within 1e-7 of the printed value.',
      columns: [
        'pair',
        'printed',
        ...ratings.raters.map((_, k) => `rater ${k + 1}`),
        'image',
        'image',
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
      note: 'Cosine similarity, not centred.',
      columns: ['image', 'image', ...comparedLayers],
      rows: v.pairs.map(([a, b], k) => [a, b, ...comparedLayers.map((layer) => round(v.similarities[layer][k], 7))]),
    },
    {
      id: 'errors',
      title: `The ${c.errors.length} images that the network gets wrong`,
      columns: ['image', 'true', 'predicted', 'probability'],
      rows: c.errors.map((i) => [i, v.labels[i]!, c.predicted[i]!, round(c.probability[i], 4)]),
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
  ]
}
