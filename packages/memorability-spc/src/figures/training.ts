import { lines } from '@likeness/figures'
import type { FigureResult } from '@likeness/study-kit'
import { thousands } from '../format.js'

/** One training run: the mean error of each batch, in order, and that of the test. */
export interface TrainingRun {
  readonly seed: number
  readonly curve: ArrayLike<number>
  readonly testMean: number
}

// The palette has six colours; more lines than that cannot be told apart.
const most = 6

/** Training error by batch, one line per seed, the first seed's test mean as reference. */
export function trainingFigure(runs: readonly TrainingRun[], targets: number): FigureResult | null {
  const shown = runs.slice(0, most)
  if (shown.length === 0 || shown.every(({ curve }) => curve.length === 0)) return null
  const [first] = shown
  const left = runs.length - shown.length
  return {
    id: 'memorability-spc-training',
    title: 'Training error',
    caption: `Mean squared residual of each training batch, as the last pass over it left it; a line per seed${left > 0 ? ` (the first ${most} of ${runs.length})` : ''}. Dashed: the mean error of the targets at the test, seed ${first!.seed}. The batches are drawn from targets and fillers, the test mean is that of the targets alone.`,
    svg: lines({
      id: 'memorability-spc-training',
      series: shown.map(({ seed, curve }) => ({
        label: `seed ${seed}`,
        points: Array.from(curve, (y, batch) => ({ x: batch + 1, y })),
      })),
      xLabel: 'training batch (logarithmic)',
      yLabel: 'mean squared residual (scaled features)',
      scales: { x: 'log' },
      reference: [{ value: first!.testMean, label: `test, seed ${first!.seed}` }],
      notes: [`${thousands(first!.curve.length)} batches per seed; n = ${thousands(targets)} targets at the test`],
    }),
  }
}
