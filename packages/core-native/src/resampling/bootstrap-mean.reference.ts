import { philox } from '../random/index.js'
import type { Matrix } from '../runtime/matrix.js'
import type { Pace } from '../runtime/run-kernel.js'
import { firstOf, resample } from './resample.reference.js'

/** The specification of `bootstrapMean`. */
export async function bootstrapMeanReference(
  values: Matrix,
  { seed, draws }: { readonly seed: number | bigint; readonly draws: number },
  out: { readonly estimates: Float64Array; readonly means: Float64Array },
  pace: Pace,
): Promise<void> {
  const mean = (cases: readonly number[]) =>
    firstOf(values.cols).map((v) => cases.reduce((sum, i) => sum + values.data[i * values.cols + v]!, 0) / cases.length)
  out.estimates.set(mean(firstOf(values.rows)))
  for (let i = 0; i < draws; i++) {
    out.means.set(mean(resample(philox(seed, i), values.rows)), i * values.cols)
    await pace(i / draws)
  }
}
