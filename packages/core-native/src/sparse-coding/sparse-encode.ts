import { invalid } from '../runtime/errors.js'
import type { Float, Matrix } from '../runtime/matrix.js'
import { ista, type IstaCodes, type IstaOptions } from './ista.js'
import { lasso, lassoMethods, type Lasso, type LassoOptions } from './lasso.js'

/** Estimators of sparse codes: early-stopped iterations, or the optimum of the LASSO by either of two methods. */
export const sparseMethods = ['ista', ...lassoMethods] as const

/**
 * Codes r of samples in a dictionary Φ, with x ≈ r Φᵀ and few values that are not zero.
 *
 * `ista` is the published estimator, iterative shrinkage-thresholding that is stopped early and by batches (Lin, Li,
 * Lafferty & Yildirim 2024): r ← S(r + stepSize (x - rΦᵀ)Φ, threshold), S(a, t) = max(a - t, 0) - max(-a - t, 0), from
 * zero until ‖r' - r‖ / (tolerance + ‖r‖) < tolerance in spectral norms of the batch's samples x atoms. Its codes are not
 * the optimum of the LASSO, and depend on the samples that share a batch.
 *
 * `coordinate-descent` and `fista` minimise 0.5 ‖x - rΦᵀ‖² + alpha Σ|r| (the LASSO; Tibshirani 1996) for each sample on
 * its own, to a duality gap that is returned; alpha is `ista`'s threshold / stepSize.
 * @param x samples x features; not to be changed before the promise settles
 * @param dictionary features x atoms, of any norm; for `ista` of x's type
 * @throws CoreNativeError INVALID_ARGUMENT, INVALID_SHAPE, OUT_OF_MEMORY, DEVICE_UNAVAILABLE; `signal.reason` once aborted
 */
export function sparseEncode<T extends Float>(
  x: Matrix<T>,
  dictionary: Matrix<T>,
  options: IstaOptions,
): Promise<IstaCodes<T>>
export function sparseEncode<T extends Float>(
  x: Matrix<T>,
  dictionary: Matrix,
  options: LassoOptions,
): Promise<Lasso<T>>
export async function sparseEncode<T extends Float>(
  x: Matrix<T>,
  dictionary: Matrix<T>,
  options: IstaOptions | LassoOptions,
): Promise<IstaCodes<T> | Lasso<T>> {
  if (typeof options !== 'object' || options === null) throw invalid('an object', 'options', options)
  const { method } = options
  if (!sparseMethods.includes(method)) throw invalid(`one of ${sparseMethods.join(', ')}`, 'options.method', method)
  return method === 'ista' ? ista(x, dictionary, options as IstaOptions) : lasso(x, dictionary, options as LassoOptions)
}
