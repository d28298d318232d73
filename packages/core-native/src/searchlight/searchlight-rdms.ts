import { allocateLike, type Float, type Matrix } from '../runtime/matrix.js'
import { checkOptions, type ComputeOptions } from '../runtime/options.js'
import { runKernel } from '../runtime/run-kernel.js'
import type { Neighbourhoods } from './neighbourhoods.js'
import { checkSearchlight, searchlightArgs, type DissimilarityOptions } from './searchlight-problem.js'
import { searchlightRdmsReference } from './searchlight-rdms.reference.js'

/**
 * The representational dissimilarity matrix of each neighbourhood (Kriegeskorte, Goebel & Bandettini 2006, PNAS 103).
 *
 * Each pair's sum is one chain of fused multiply-adds over the members in their order, in the type of the betas, after
 * centring in two passes: every SIMD level and thread count gives the same bits.
 * @param betas conditions x voxels (crossnobis: a row for each condition and fold); not to be changed before the promise
 *   settles
 * @param neighbourhoods whose indices are columns of the betas: `searchlightSpheres` makes them, and any others work
 * @returns centres x pairs, of the betas' type: each row is an RDM in SciPy's condensed order; NaN where a neighbourhood is
 *   empty or, for correlation and cosine, a condition constant or zero in it
 * @throws CoreNativeError INVALID_ARGUMENT, INVALID_SHAPE, OUT_OF_MEMORY, DEVICE_UNAVAILABLE; `signal.reason` once aborted
 */
export async function searchlightRdms<T extends Float>(
  betas: Matrix<T>,
  neighbourhoods: Neighbourhoods,
  options: DissimilarityOptions & ComputeOptions,
): Promise<Matrix<T>> {
  const problem = checkSearchlight(betas, neighbourhoods, options)
  const checked = checkOptions(options)
  const centers = problem.neighbourhoods.centers.length
  const out = allocateLike(problem.betas.data as T, centers * problem.pairs, 'the RDMs')
  const args = { ...searchlightArgs(problem), out }
  const reference = (pace: Parameters<typeof searchlightRdmsReference>[2]) =>
    searchlightRdmsReference(problem, out, pace)
  await runKernel({ name: 'searchlightRdms', args, reference }, checked)
  return { data: out, rows: centers, cols: problem.pairs }
}
