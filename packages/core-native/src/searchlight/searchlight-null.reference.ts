import type { Pace } from '../runtime/run-kernel.js'
import type { Models } from './model-relations.js'
import type { RsaComparison } from './rsa-comparison.js'
import { compared, rowsOf, similarity, type ComparedRdm } from './searchlight-rsa.reference.js'
import type { SearchlightProblem } from './searchlight-problem.js'
import { sphereRdm } from './sphere.reference.js'

/**
 * The specification of the permutations: every centre with every permuted model, in naive float64. A value reaches
 * another if it is not smaller by more than rounding: equal models give equal values.
 */
export async function searchlightNullReference(
  problem: SearchlightProblem,
  models: Models,
  comparison: RsaComparison,
  orders: Int32Array,
  twoSided: boolean,
  out: { readonly largest: Float64Array; readonly reaching: Int32Array; readonly largestReaching: Int32Array },
  pace: Pace,
): Promise<void> {
  const n = problem.conditions
  const permutations = orders.length / n
  const centers = problem.neighbourhoods.centers.length
  const rdms = Array.from({ length: centers }, (_, center) => compared(sphereRdm(problem, center), comparison))
  const strengths = (model: ComparedRdm) =>
    rdms.map((rdm) => (twoSided ? Math.abs(similarity(rdm, model)) : similarity(rdm, model)))
  for (const [m, model] of rowsOf(models, problem.pairs).entries()) {
    const own = strengths(compared(model, comparison))
    for (let k = 0; k < permutations; k++) {
      const permuted = reordered(model, orders.subarray(k * n, (k + 1) * n))
      const values = strengths(compared(permuted, comparison))
      const largest = Math.max(...values.filter((value) => !Number.isNaN(value)))
      out.largest[k * models.count + m] = largest
      for (let center = 0; center < centers; center++) {
        if (values[center]! >= own[center]! - 1e-12) out.reaching[center * models.count + m]!++
        if (largest >= own[center]! - 1e-12) out.largestReaching[center * models.count + m]!++
      }
      await pace((m + (k + 1) / permutations) / models.count)
    }
  }
}

/** The RDM of the conditions in another order. */
export function reordered(rdm: Float64Array, order: Int32Array): Float64Array {
  const n = order.length
  const cell = (i: number, j: number) => rdm[(Math.min(i, j) * (2 * n - Math.min(i, j) - 1)) / 2 + Math.abs(i - j) - 1]!
  const cells: number[] = []
  for (let i = 0; i < n; i++) for (let j = i + 1; j < n; j++) cells.push(cell(order[i]!, order[j]!))
  return Float64Array.from(cells)
}
