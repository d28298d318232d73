import { scatter } from '@likeness/figures'
import type { FigureResult } from '@likeness/study-kit'
import { signed, thousands } from '../format.js'

/** Two vectors of reconstruction errors of the same images, and how far they agree. */
export interface ErrorPair {
  readonly ids: ArrayLike<number | string>
  readonly x: ArrayLike<number>
  readonly y: ArrayLike<number>
  readonly pearson: number
  readonly spearman: number
}

const pairFigure = (
  { ids, x, y, pearson, spearman }: ErrorPair,
  texts: Record<'id' | 'title' | 'caption' | 'xLabel' | 'yLabel', string>,
): FigureResult => {
  const { id, title, caption, xLabel, yLabel } = texts
  const notes = [`r = ${signed(pearson, 3)}, ρ = ${signed(spearman, 3)}, n = ${thousands(ids.length)} images`]
  const points = Array.from(ids, (image, k) => ({ x: x[k]!, y: y[k]!, label: `image ${image}` }))
  return { id, title, caption, svg: scatter({ id, points, xLabel, yLabel, identityLine: true, notes }) }
}

/**
 * Errors of the early-stopped estimator against those of the LASSO optimum, with the line of equality.
 * @param ratio mean of the second over mean of the first
 */
export const estimatorsFigure = (pair: ErrorPair & { readonly ratio: number; readonly alpha: number }): FigureResult =>
  pairFigure(pair, {
    id: 'memorability-spc-estimators',
    title: 'Published estimator against the LASSO optimum',
    caption: `Reconstruction error of each target with the same dictionary: by iterative thresholding that stops early, as published, and at the optimum of the LASSO that it heads for (alpha ${pair.alpha}). They are different estimators: the mean of the second is ${signed(pair.ratio, 2)} times that of the first.`,
    xLabel: 'reconstruction error, published estimator',
    yLabel: 'reconstruction error, LASSO optimum',
  })

/** The two released runs of the same analysis, with the line of equality. */
export const runsFigure = (pair: ErrorPair): FigureResult =>
  pairFigure(pair, {
    id: 'memorability-spc-runs',
    title: 'Two runs of the same analysis',
    caption:
      'Reconstruction error of each image at fc2 in the two repositories, SPC_public and ReconMem: the same procedure with other sampled units, another start and other batches. How far the points lie from the dashed line is what one random draw is worth.',
    xLabel: 'reconstruction error, SPC_public',
    yLabel: 'reconstruction error, ReconMem (layer 7)',
  })
