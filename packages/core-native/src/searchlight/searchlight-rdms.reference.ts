import type { Float } from '../runtime/matrix.js'
import type { Pace } from '../runtime/run-kernel.js'
import type { SearchlightProblem } from './searchlight-problem.js'
import { sphereRdm } from './sphere.reference.js'

/** The specification of `searchlightRdms`: each centre on its own, rounded to the type of `out`. */
export async function searchlightRdmsReference(problem: SearchlightProblem, out: Float, pace: Pace): Promise<void> {
  const centers = problem.neighbourhoods.centers.length
  for (let center = 0; center < centers; center++) {
    out.set(sphereRdm(problem, center), center * problem.pairs)
    await pace((center + 1) / centers)
  }
}
