import { hubs } from '../src/distinctiveness/hubs.js'
import type { ReconstructionErrors } from '../src/features/index.js'
import type { ComputedFindings, Findings } from '../src/findings.js'
import { params } from '../src/params.js'
import { relations, type MemorabilityTable } from '../src/relations/relations.js'
import { madeTable } from './made-table.js'

const convergence = {
  ...{ batches: 3, notConverged: [1], convergedAtStart: [] },
  counts: { converged: 2, 'iteration-limit': 1, 'converged-at-start': 0, diverged: 0 },
  iterations: { median: 5, most: 9 },
}

/** A run of two seeds with made errors; the first has an optimum beside it. */
export function madeSeeds(errors: ArrayLike<number>, lasso = true): ComputedFindings['seeds'] {
  const run: ReconstructionErrors = {
    ...{ errors: Float64Array.from(errors), coding: params.sparseCoding, units: Int32Array.of(3, 1), scale: 2 },
    dictionary: { data: new Float64Array(2), rows: 2, cols: 1 },
    training: { curve: Float64Array.of(0.1, 0.06, 0.05), convergence },
    ...{ test: convergence, warnings: ['1 of 3 training batches did not converge.'] },
  }
  const optimum = { pearson: 0.93, spearman: 0.91, ratio: 0.52 }
  const both = { ...run, lasso: { errors: run.errors.map((e) => e / 2), alpha: 0.1, agreement: optimum } }
  return {
    ...{ seeds: [0, 1], correlations: [[1, 0.95], [0.95, 1]], least: 0.95 }, // prettier-ignore
    runs: lasso ? [both as ReconstructionErrors, run] : [run, run],
  }
}

/** Findings on a made table of computed errors, with few resamples. */
export async function madeFindings(
  given: Partial<Findings> = {},
  change: (table: MemorabilityTable) => MemorabilityTable = (table) => table,
): Promise<Findings> {
  const table = change(madeTable())
  return {
    ...{ data: 'sample', table, score: 'corrected hit rate' },
    relations: await relations(table, { seed: 1, resamples: 200 }),
    hubs: { ...hubs([4, 4, 4, 61, 2]), nameOf: (row) => (row < 60 ? `target ${row + 1}` : `filler ${row - 59}`) },
    source: { kind: 'computed', seeds: madeSeeds(table.reconstructionError), planted: { 'planted.re.r': 0.9 } },
    layer: { distinctiveness: 'block5_pool', reconstructionError: 'fc2' },
    ...given,
  }
}
