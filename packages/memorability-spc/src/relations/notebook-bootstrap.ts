import { quantile, runInSlices, type Bounds, type RunOptions } from '@likeness/stats'
import { RandomState } from '../legacy-random/random-state.js'
import { params } from '../params.js'

/** Options of {@link notebookBootstrap}. */
export interface NotebookBootstrapOptions extends RunOptions {
  /** Default the notebook's 1000. */
  readonly resamples?: number
}

/** What the resamples say of one statistic. */
export interface NotebookBootstrap {
  /** Of the images as they are. */
  readonly estimate: number
  readonly ci: {
    /** The notebook's: of the values in ascending order the 25th and the 975th of 1000, counted from 0. */
    readonly notebook: Bounds
    /** Quantiles of type 7 at 0.025 and 0.975. */
    readonly percentile: Bounds
  }
  /** The notebook's "p": twice the smaller count of values below and above 0, never divided; right only when 0. */
  readonly notebookP: number
  /** Two-sided, from the same counts, values of 0 on both sides: min(1, 2 (k + 1) / (valid + 1)). */
  readonly p: number
  readonly resamples: number
  /** Resamples whose statistic was not NaN; only these count. */
  readonly valid: number
  readonly n: number
  readonly level: 0.95
  readonly method: 'notebook-bootstrap'
}

const { lower, upper, resamples: published } = params.notebook
const count = (values: Float64Array, test: (value: number) => boolean) => values.filter(test).length

/** The value at the notebook's place, which is of 1000, in as many as there are. */
const atPlace = (sorted: Float64Array, place: number) => sorted[Math.floor((place * sorted.length) / published)] ?? NaN

function summarize(estimate: number, values: Float64Array, n: number): NotebookBootstrap {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort()
  const valid = sorted.length
  const at = (p: number) => (valid === 0 ? NaN : quantile(sorted, p))
  const extreme = Math.min(count(sorted, (v) => v <= 0), count(sorted, (v) => v >= 0)) // prettier-ignore
  return {
    estimate,
    ci: {
      notebook: [atPlace(sorted, lower), atPlace(sorted, upper)],
      percentile: [at(lower / published), at(upper / published)],
    },
    notebookP: 2 * Math.min(count(sorted, (v) => v < 0), count(sorted, (v) => v > 0)), // prettier-ignore
    p: valid === 0 ? NaN : Math.min(1, (2 * (extreme + 1)) / (valid + 1)),
    resamples: values.length,
    valid,
    n,
    level: params.level,
    method: 'notebook-bootstrap',
  }
}

/**
 * The authors' bootstrap: resamples of n images, bounds read at fixed places. Their notebook draws without a seed;
 * resample i here is numpy's `RandomState(i).choice(n, n)`, i = 0, 1, ..., and so pandas'
 * `sample(frac=1, replace=True, random_state=i)`: anyone can repeat it, and no seed was looked for. All statistics see
 * the same resamples. Gives way to the event loop every 12 ms.
 * @param n images, at least 1
 * @param statistics of the images at `indices` (n of them), by name; the array is reused after the call
 * @throws rejects with `signal.reason` when aborted
 */
export async function notebookBootstrap<Name extends string>(
  n: number,
  statistics: (indices: Int32Array) => Readonly<Record<Name, number>>,
  { resamples = published, ...run }: NotebookBootstrapOptions = {},
): Promise<Record<Name, NotebookBootstrap>> {
  const indices = new Int32Array(n)
  const estimates = statistics(indices.map((_, i) => i))
  const names = Object.keys(estimates) as Name[]
  const values = names.map(() => new Float64Array(resamples))
  const step = (i: number) => {
    indices.set(new RandomState(i).choice(n, n))
    const resampled = statistics(indices)
    for (const [k, name] of names.entries()) values[k]![i] = resampled[name]
  }
  await runInSlices(resamples, step, run)
  const entries = names.map((name, k) => [name, summarize(estimates[name], values[k]!, n)])
  return Object.fromEntries(entries) as Record<Name, NotebookBootstrap>
}
