import type { NativeKernels, Run } from '../kernel.js'

interface Response {
  readonly depthRadius: number
  readonly bias: number
  readonly alpha: number
  readonly beta: number
}

const parameters = ({ depthRadius, bias, alpha, beta }: Response) => [depthRadius, bias, alpha, beta]

function lrn({ inputs, backend, attrs }: Run<Response>) {
  const x = backend.floats(inputs['x'])
  if (!x || x.length === 0) return
  const y = backend.pool.take(x.length)
  backend.addon.lrn(x, y, inputs['x']!.shape[3]!, ...parameters(attrs))
  return backend.owning(inputs['x']!.shape, y)
}

function lrnGrad({ inputs, backend, attrs }: Run<Response>) {
  const [x, y, dy] = [backend.floats(inputs['x']), backend.floats(inputs['y']), backend.floats(inputs['dy'])]
  if (!x || !y || !dy || dy.length === 0) return
  const dx = backend.pool.take(dy.length)
  backend.addon.lrnGrad(x, y, dy, dx, inputs['dy']!.shape[3]!, ...parameters(attrs))
  return backend.owning(inputs['dy']!.shape, dx)
}

/** Batch normalisation with moments of one length: of the last side, of the last ones, or of each element. */
function batchNorm({ inputs, backend, attrs }: Run<{ varianceEpsilon?: number }>) {
  const { x, mean, variance, offset, scale } = inputs
  const [values, means, variances] = [backend.floats(x), backend.floats(mean), backend.floats(variance)]
  const [offsets, scales] = [offset, scale].map((p) => (p ? backend.floats(p) : undefined))
  if (!values || !means || !variances || offsets === null || scales === null || values.length === 0) return
  // The cpu backend repeats whatever it is given; moments of different lengths, or of one that cuts a row, are left to it.
  const length = means.length
  const repeats = length > 0 && values.length % length === 0
  if (!repeats || [variances, offsets, scales].some((p) => p && p.length !== length)) return
  const y = backend.pool.take(values.length)
  backend.addon.batchNorm(values, means, variances, offsets, scales, y, attrs.varianceEpsilon ?? 0.001)
  return backend.owning(x!.shape, y)
}

export const normalization: NativeKernels = { LRN: lrn, LRNGrad: lrnGrad, FusedBatchNorm: batchNorm }
