import { scatter } from '@likeness/figures'
import type { FigureResult } from '@likeness/study-kit'
import { signed, thousands } from '../format.js'

/** Two estimators' errors of the same images, and how far they agree. */
export interface EstimatorPair {
  readonly ids: ArrayLike<number>
  readonly published: ArrayLike<number>
  readonly lasso: ArrayLike<number>
  readonly pearson: number
  readonly spearman: number
  /** Mean of the LASSO's errors over that of the published ones. */
  readonly ratio: number
  readonly alpha: number
}

/** Errors of the early-stopped estimator against those of the LASSO optimum, with the line of equality. */
export function estimatorsFigure({ ids, published, lasso, ...a }: EstimatorPair): FigureResult {
  return {
    id: 'memorability-spc-estimators',
    title: 'Published estimator against the LASSO optimum',
    caption: `Reconstruction error of each target with the same dictionary: by iterative thresholding that stops early, as published, and at the optimum of the LASSO that it heads for (alpha ${a.alpha}). They are different estimators: the second one's mean is ${signed(a.ratio, 2)} of the first one's.`,
    svg: scatter({
      id: 'memorability-spc-estimators',
      points: Array.from(ids, (image, k) => ({ x: published[k]!, y: lasso[k]!, label: `image ${image}` })),
      xLabel: 'reconstruction error, published estimator',
      yLabel: 'reconstruction error, LASSO optimum',
      identityLine: true,
      notes: [`r = ${signed(a.pearson, 3)}, ρ = ${signed(a.spearman, 3)}, n = ${thousands(ids.length)} images`],
    }),
  }
}
