import type { NativeKernels, Run } from '../kernel.js'
import { sizeOf } from '../layout.js'

interface Attributes {
  readonly alignCorners: boolean
  readonly halfPixelCenters?: boolean
}

const block = (from: readonly number[], height: number, width: number, a: Attributes) =>
  Int32Array.of(...from, height, width, Number(a.alignCorners), Number(a.halfPixelCenters ?? false))

function resize({ inputs, backend, attrs }: Run<Attributes & { size: [number, number] }>) {
  const x = backend.floats(inputs['images'])
  const { shape } = inputs['images']!
  const [height, width] = attrs.size
  const out = [shape[0]!, height, width, shape[3]!]
  if (!x || x.length === 0 || sizeOf(out) === 0) return
  const y = backend.pool.take(sizeOf(out))
  backend.addon.resizeBilinear(x, y, block(shape, height, width, attrs))
  return backend.owning(out, y)
}

/** The gradient of what was computed: the cpu backend forgets half-pixel centres, and gives sides that differ the wrong way round. */
function resizeGrad({ inputs, backend, attrs }: Run<Attributes>) {
  const dy = backend.floats(inputs['dy'])
  const { shape } = inputs['images']!
  if (!dy || dy.length === 0 || sizeOf(shape) === 0) return
  const [, height, width] = inputs['dy']!.shape as [number, number, number]
  const dx = backend.pool.take(sizeOf(shape))
  backend.addon.resizeBilinearGrad(dy, dx, block(shape, height, width, attrs))
  return backend.owning(shape, dx)
}

export const resizing: NativeKernels = { ResizeBilinear: resize, ResizeBilinearGrad: resizeGrad }
