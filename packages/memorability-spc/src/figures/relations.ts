import { residuals } from '@likeness/stats'
import type { FigureResult } from '@likeness/study-kit'
import { range, signed, thousands } from '../format.js'
import type { MemorabilityTable } from '../relations/relations.js'
import { relationScatter } from './relation-scatter.js'

/** An estimate with its interval; `method` names it: "95 % bootstrap". */
export interface Estimate {
  readonly estimate: number
  readonly ci: readonly [number, number]
  readonly method: string
}

const note = (symbol: string, { estimate, ci, method }: Estimate, n: number) =>
  `${symbol} = ${signed(estimate, 3)}, ${method} ${range(ci)}, n = ${thousands(n)} images`

/** What a plot says of where its numbers come from: "block5_pool", "fc2", "corrected hit rate". */
export interface LayerNames {
  readonly score: string
  readonly distinctiveness: string
  readonly reconstructionError: string
}

/** Distinctiveness and memorability, a point per image. */
export function distinctivenessFigure(table: MemorabilityTable, r: Estimate, layer: LayerNames): FigureResult | null {
  const { ids, distinctiveness, correctedHit } = table
  return relationScatter({
    id: 'memorability-spc-distinctiveness',
    title: 'Distinctiveness and memorability',
    caption: `Each point is an image: Euclidean distance to its nearest neighbour in the full ${layer.distinctiveness} and its score.`,
    ...{ ids, x: distinctiveness, y: correctedHit },
    xLabel: `distance to the nearest neighbour, ${layer.distinctiveness}`,
    yLabel: layer.score,
    notes: [note('r', r, ids.length)],
  })
}

/** Reconstruction error and memorability, a point per image. */
export function errorFigure(table: MemorabilityTable, r: Estimate, layer: LayerNames): FigureResult | null {
  const { ids, reconstructionError, correctedHit } = table
  return relationScatter({
    id: 'memorability-spc-reconstruction',
    title: 'Reconstruction error and memorability',
    caption: `Each point is an image: mean squared residual of its sparse code over the sampled units of ${layer.reconstructionError}, in units of the scaled features.`,
    ...{ ids, x: reconstructionError, y: correctedHit },
    xLabel: `reconstruction error, ${layer.reconstructionError}`,
    yLabel: layer.score,
    notes: [note('r', r, ids.length)],
  })
}

/** What distinctiveness leaves of reconstruction error and of memorability; null where it leaves nothing. */
export function partialFigure(table: MemorabilityTable, partial: Estimate, layer: LayerNames): FigureResult | null {
  if (!Number.isFinite(partial.estimate)) return null
  const { ids, distinctiveness, reconstructionError, correctedHit } = table
  return relationScatter({
    id: 'memorability-spc-partial',
    title: 'Beyond distinctiveness',
    caption: `Partial regression: both axes are what a least-squares fit on the distance to the nearest neighbour (${layer.distinctiveness}) leaves. Their correlation is the partial correlation of reconstruction error and memorability given distinctiveness.`,
    ids,
    x: residuals(reconstructionError, [distinctiveness]),
    y: residuals(correctedHit, [distinctiveness]),
    xLabel: `reconstruction error, ${layer.reconstructionError} (residual)`,
    yLabel: `${layer.score} (residual)`,
    notes: [note('partial r', partial, ids.length)],
  })
}
