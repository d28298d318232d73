import { svgToPng } from '@likeness/figures'
import { mean } from '@likeness/stats'
import type { FigureResult } from '@likeness/study-kit'
import type { Findings } from '../findings.js'
import { params } from '../params.js'
import type { BootstrapResult } from '@likeness/stats'
import { thousands } from '../format.js'
import { estimatorsFigure, runsFigure } from './estimators.js'
import { layersFigure } from './layers.js'
import { quartilesFigure } from './quartiles.js'
import { distinctivenessFigure, errorFigure, partialFigure, type Estimate } from './relations.js'
import { trainingFigure } from './training.js'

const bootstrapped = (estimate: number, { ci, resamples }: BootstrapResult): Estimate => ({
  ...{ estimate, ci },
  method: `95 % bootstrap (${thousands(resamples)})`,
})

/** Every figure of the study as SVG, in the report's order; one that has nothing to show is left out. */
export function drawings({ table, relations, source, layer, score }: Findings): FigureResult[] {
  const { reconstructionError, distinctiveness } = relations.correlations
  const of = ({ correctedHit: c }: typeof reconstructionError) => bootstrapped(c.pearson.estimate, c.bootstrap)
  const names = { ...layer, score: score === 'corrected hit rate' ? `${score} (hit − false alarm)` : score }
  const { partial, bootstrap } = relations.partials.reconstructionError.correctedHit
  return [
    errorFigure(table, of(reconstructionError), names),
    distinctivenessFigure(table, of(distinctiveness), names),
    partialFigure(table, bootstrapped(partial.estimate, bootstrap), names),
    quartilesFigure(table, names.score),
    ...(source.kind === 'released' ? releasedFigures(source) : computedFigures(source, table.ids)),
  ].filter((figure) => figure !== null)
}

function releasedFigures({ layers, runs }: Extract<Findings['source'], { kind: 'released' }>): FigureResult[] {
  const bars = layers.layers.map(({ layer, distinctiveness, reconstructionError, givenOwn }, k) => ({
    name: params.layers[layer - 1]!.name,
    distinctiveness: { estimate: distinctiveness.pearson.estimate, ci: layers.bootstraps[k]!.distinctiveness.ci },
    reconstructionError: {
      estimate: reconstructionError.pearson.estimate,
      ci: layers.bootstraps[k]!.reconstructionError.ci,
    },
    partial: { estimate: givenOwn.estimate, ci: givenOwn.bootstrap.ci },
  }))
  const { ids, released, paper, pearson, spearman } = runs
  return [layersFigure(bars, layers.n, layers.resamples), runsFigure({ ids, x: released, y: paper, pearson, spearman })]
}

function computedFigures(
  { seeds }: Extract<Findings['source'], { kind: 'computed' }>,
  ids: ArrayLike<number | string>,
) {
  const runs = seeds.runs.map(({ training, errors }, k) => ({
    ...{ seed: seeds.seeds[k]!, curve: training.curve, testMean: mean(errors) },
  }))
  const first = seeds.runs[0]
  const { lasso } = first ?? {}
  return [
    trainingFigure(runs, ids.length),
    lasso ? estimatorsFigure({ ids, x: first!.errors, y: lasso.errors, alpha: lasso.alpha, ...lasso.agreement }) : null,
  ]
}

/** The same as SVG and PNG. */
export const figures = (findings: Findings): FigureResult[] =>
  drawings(findings).map((figure) => ({ ...figure, png: svgToPng(figure.svg) }))
