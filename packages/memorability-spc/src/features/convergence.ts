import { batchStatuses, type Batches, type BatchStatus } from './sparse-coder.js'

/** How many batches ended in which way, and which did not converge. */
export interface ConvergenceReport {
  readonly batches: number
  readonly counts: Readonly<Record<BatchStatus, number>>
  /** Batches that diverged or reached the limit of iterations: in training, the dictionary did not learn from them. */
  readonly notConverged: readonly number[]
  /** Batches whose codes hardly left zero. */
  readonly convergedAtStart: readonly number[]
  readonly iterations: { readonly median: number; readonly most: number }
}

/** Counts of how batches ended. */
export function convergenceReport({ status, iterations }: Batches): ConvergenceReport {
  const which = (...wanted: BatchStatus[]) => status.flatMap((one, batch) => (wanted.includes(one) ? [batch] : []))
  const counts = Object.fromEntries(batchStatuses.map((one) => [one, which(one).length]))
  const sorted = iterations.slice().sort()
  return {
    batches: status.length,
    counts: counts as ConvergenceReport['counts'],
    notConverged: which('iteration-limit', 'diverged'),
    convergedAtStart: which('converged-at-start'),
    iterations: { median: sorted[Math.floor((sorted.length - 1) / 2)] ?? 0, most: sorted.at(-1) ?? 0 },
  }
}

/** One sentence for each way in which training or test fell short; none where all converged. */
export function convergenceWarnings(training: ConvergenceReport, test: ConvergenceReport): string[] {
  const [limit, start] = [training.notConverged.length, training.convergedAtStart.length]
  const batches = `of ${training.batches} training batches`
  const all: [number, string][] = [
    [limit, `${limit} ${batches} did not converge: the dictionary did not learn from them.`],
    [start, `${start} ${batches} stopped at their first change, next to zero codes.`],
    [test.counts.diverged, 'The test diverged: its errors mean nothing. A smaller step may help.'],
    [test.counts['iteration-limit'], 'The test did not converge: its errors are those of the last iteration.'],
    [test.convergedAtStart.length, 'The test stopped at its first change: the errors are next to those of no codes.'],
  ]
  return all.flatMap(([count, text]) => (count > 0 ? [text] : []))
}
