import type { Batches, BatchStatus } from './sparse-coder.js'

/** How many batches ended in which way, and which did not converge. */
export interface ConvergenceReport {
  readonly batches: number
  readonly counts: Readonly<Record<BatchStatus, number>>
  /** Batches that reached the limit of iterations: in training, the dictionary did not learn from them. */
  readonly notConverged: readonly number[]
  /** Batches whose codes never left zero. */
  readonly convergedAtStart: readonly number[]
  readonly iterations: { readonly median: number; readonly most: number }
}

/** Counts of how batches ended. */
export function convergenceReport({ status, iterations }: Batches): ConvergenceReport {
  const which = (wanted: BatchStatus) => status.flatMap((one, batch) => (one === wanted ? [batch] : []))
  const [notConverged, convergedAtStart] = [which('iteration-limit'), which('converged-at-start')]
  const sorted = iterations.slice().sort()
  return {
    batches: status.length,
    counts: {
      converged: which('converged').length,
      'iteration-limit': notConverged.length,
      'converged-at-start': convergedAtStart.length,
    },
    ...{ notConverged, convergedAtStart },
    iterations: { median: sorted[Math.floor((sorted.length - 1) / 2)] ?? 0, most: sorted.at(-1) ?? 0 },
  }
}

/** One sentence for each way in which training or test fell short; none where all converged. */
export function convergenceWarnings(training: ConvergenceReport, test: ConvergenceReport): string[] {
  const { batches, notConverged, convergedAtStart } = training
  return [
    ...(notConverged.length > 0
      ? [
          `${notConverged.length} of ${batches} training batches did not converge: the dictionary did not learn from them.`,
        ]
      : []),
    ...(convergedAtStart.length > 0
      ? [`${convergedAtStart.length} of ${batches} training batches stopped at zero codes, with nothing to learn from.`]
      : []),
    ...(test.notConverged.length > 0
      ? ['The test did not converge within the limit of iterations: its errors are those of the last one.']
      : []),
    ...(test.convergedAtStart.length > 0
      ? ['The test stopped at zero codes: the errors are those of no reconstruction at all.']
      : []),
  ]
}
