import { invalid } from '../runtime/errors.js'
import type { Float, Matrix } from '../runtime/matrix.js'
import { ista, type IstaCodes, type IstaOptions } from './ista.js'

/**
 * Codes r of samples in a dictionary Φ, with x ≈ r Φᵀ and few values that are not zero.
 *
 * `ista` is the published estimator, iterative shrinkage-thresholding that is stopped early and by batches (Lin, Li,
 * Lafferty & Yildirim 2024): r ← S(r + stepSize (x - rΦᵀ)Φ, threshold), S(a, t) = max(a - t, 0) - max(-a - t, 0), from
 * zero until ‖r' - r‖ / (tolerance + ‖r‖) < tolerance in spectral norms of the batch's samples x atoms. Its codes are not
 * the optimum of the LASSO, and depend on the samples that share a batch.
 * @param x samples x features; not to be changed before the promise settles
 * @param dictionary features x atoms, of x's type
 * @throws CoreNativeError INVALID_ARGUMENT, INVALID_SHAPE, OUT_OF_MEMORY, DEVICE_UNAVAILABLE; `signal.reason` once aborted
 */
export async function sparseEncode<T extends Float>(
  x: Matrix<T>,
  dictionary: Matrix<T>,
  options: IstaOptions,
): Promise<IstaCodes<T>> {
  if (typeof options !== 'object' || options === null) throw invalid('an object', 'options', options)
  const { method } = options
  if (method !== 'ista') throw invalid("'ista'", 'options.method', method)
  return ista(x, dictionary, options)
}
