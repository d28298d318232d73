import { allocate } from '../runtime/matrix.js'
import type { CheckedOptions } from '../runtime/options.js'
import { runKernel } from '../runtime/run-kernel.js'
import { summarizeDrawsReference } from './summarize-draws.reference.js'

/** What the draws of a bootstrap say about each variable, in the order of summarize-draws.h. */
export interface Summary {
  readonly valid: Int32Array
  readonly atMost: Int32Array
  readonly errors: Float64Array
  readonly lower: Float64Array
  readonly upper: Float64Array
}

/** What every bootstrap says about each of its variables. */
export interface BootstrapSummary {
  /** Standard deviation of the valid draws (n - 1). */
  readonly standardErrors: Float64Array
  /** Percentile interval: quantiles of the valid draws at (1 - level) / 2 and (1 + level) / 2. */
  readonly lower: Float64Array
  readonly upper: Float64Array
  /** (b + 1) / (m + 1): b of m valid draws are 0 or less. One-sided, against an effect of at most 0. */
  readonly p: Float64Array
  /** Draws that are not NaN; only these count. */
  readonly valid: Int32Array
}

/** The same options, whose progress leaves a hundredth to the summary. */
export function withoutEnd(options: CheckedOptions): CheckedOptions {
  const { onProgress } = options
  return onProgress ? { ...options, onProgress: (fraction) => onProgress(0.99 * fraction) } : options
}

/** Summarises draws x variables, as the last hundredth of a call. */
export async function summarizeDraws(
  values: Float64Array,
  variables: number,
  level: number,
  { onProgress, ...quiet }: CheckedOptions,
): Promise<BootstrapSummary> {
  const floats = () => allocate(Float64Array, variables, 'the summary')
  const integers = () => allocate(Int32Array, variables, 'the summary')
  const out = { valid: integers(), atMost: integers(), errors: floats(), lower: floats(), upper: floats() }
  const ends = [(1 - level) / 2, (1 + level) / 2] as const
  const args = { values, draws: values.length / variables, variables, probabilities: Float64Array.from(ends), ...out }
  const reference = summarizeDrawsReference.bind(undefined, values, ends, out)
  await runKernel({ name: 'summarize_draws', args, reference }, quiet)
  onProgress?.(1)
  const p = out.errors.map((_, v) => (out.valid[v]! > 0 ? (out.atMost[v]! + 1) / (out.valid[v]! + 1) : NaN))
  return { standardErrors: out.errors, lower: out.lower, upper: out.upper, p, valid: out.valid }
}
