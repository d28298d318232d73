import { allocate, type Matrix } from '../runtime/matrix.js'
import type { CheckedOptions } from '../runtime/options.js'
import { runKernel } from '../runtime/run-kernel.js'
import { whitenReference } from './whiten.reference.js'

/** The rows of x in coordinates where the quadratic form U'U is the sum of squares: x U'. */
export async function whiten(
  x: Matrix<Float64Array>,
  factor: Float64Array,
  options: CheckedOptions,
): Promise<Matrix<Float64Array>> {
  const { data, rows, cols } = x
  const out = allocate(Float64Array, rows * cols, 'the whitened patterns')
  const args = { x: data, factor, rows, cols, out }
  await runKernel({ name: 'whiten', args, reference: (pace) => whitenReference(x, factor, out, pace) }, options)
  return { data: out, rows, cols }
}
