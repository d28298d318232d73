import type { TableResult } from '@likeness/study-kit'
import { quantile } from '@likeness/stats'
import type { ComputedFindings, Findings, ReleasedFindings } from './findings.js'
import { finite } from './format.js'
import { params } from './params.js'

const round = (value: number, digits: number) => {
  const number = finite(value)
  return number === null ? null : Number(number.toFixed(digits))
}

/** The study's lists. No table has a row per image: what is derived from the authors' data stays aggregate. */
export function tables({ hubs, source }: Findings): TableResult[] {
  return [...(source.kind === 'released' ? [layerTable(source)] : computedTables(source)), hubTable(hubs)]
}

function layerTable({ layers }: ReleasedFindings): TableResult {
  return {
    id: 'layers',
    title: 'All layers of the paper’s data',
    note: `Correlations with the corrected hit rate, n = ${layers.n}. dist: distance to the nearest other image; RE: reconstruction error; | own and | dist ${layers.control}: given the distance at the same layer and at layer ${layers.control}.`,
    columns: ['layer', 'r dist', 'ρ dist', 'r RE', 'ρ RE', 'RE | own', `RE | dist ${layers.control}`, 'r RE, dist'],
    rows: layers.layers.map((l, k) => [
      `${l.layer} ${params.layers[k]!.name}`,
      ...[
        ...[l.distinctiveness.pearson, l.distinctiveness.spearman],
        ...[l.reconstructionError.pearson, l.reconstructionError.spearman],
        ...[l.givenOwn, l.givenControl, l.between.pearson],
      ].map(({ estimate }) => round(estimate, 4)),
    ]),
  }
}

function computedTables({ seeds }: ComputedFindings): TableResult[] {
  const lasso = seeds.runs.some((run) => run.lasso)
  return [
    {
      id: 'seeds',
      title: `Reconstruction errors of ${seeds.seeds.length} seeds`,
      note: 'Each seed samples other units, starts from another dictionary and draws other batches. r: correlation of the images’ errors with those of the seed in the column.',
      columns: [
        'seed',
        'median error',
        ...seeds.seeds.map((seed) => `r, seed ${seed}`),
        'not converged',
        'stopped at zero',
        'diverged',
      ],
      rows: seeds.runs.map(({ errors, training }, k) => [
        String(seeds.seeds[k]),
        round(quantile(errors, 0.5), 5),
        ...seeds.correlations[k]!.map((r) => round(r, 4)),
        ...(['iteration-limit', 'converged-at-start', 'diverged'] as const).map(
          (way) => training.convergence.counts[way],
        ),
      ]),
    },
    ...(lasso ? [estimatorTable(seeds)] : []),
  ]
}

const estimatorTable = ({ seeds, runs }: ComputedFindings['seeds']): TableResult => ({
  id: 'estimators',
  title: 'The published estimator against the LASSO optimum',
  note: 'Errors of the same images with the same dictionary. ratio: mean error of the LASSO over that of the published estimator.',
  columns: ['seed', 'alpha', 'r', 'ρ', 'ratio'],
  rows: runs.flatMap(({ lasso }, k) =>
    lasso
      ? [
          [
            ...[String(seeds[k]), lasso.alpha],
            ...[lasso.agreement.pearson, lasso.agreement.spearman, lasso.agreement.ratio].map((v) => round(v, 4)),
          ],
        ]
      : [],
  ),
})

const hubTable = ({ hubs, top, targets, nameOf }: Findings['hubs']): TableResult => ({
  id: 'hubs',
  title: `The ${Math.min(top, hubs.length)} most frequent nearest neighbours`,
  note: `Of how many of ${targets} targets each is the nearest neighbour. Fillers are counted from 1; of own features, those without a score, in the order of the rows.`,
  columns: ['neighbour', 'targets', '%'],
  rows: hubs.slice(0, top).map(({ neighbour, count, share }) => [nameOf(neighbour), count, round(100 * share, 1)]),
})
