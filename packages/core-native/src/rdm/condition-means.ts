import { allocate, allocateLike, type Float, type Matrix } from '../runtime/matrix.js'
import type { CheckedOptions } from '../runtime/options.js'
import { runKernel } from '../runtime/run-kernel.js'
import { conditionMeansReference } from './condition-means.reference.js'
import type { Design } from './design.js'

const isFloat64 = (data: Float) => data[Symbol.toStringTag] === 'Float64Array'

/** The mean row of each cell of a design (zero where it has none): sums in float64, rows in order, rounded once. */
export function conditionMeans<T extends Float>(x: Matrix<T>, design: Design, o: CheckedOptions): Promise<Matrix<T>> {
  const cells = design.offsets.length - 1
  return meansInto(x, design, allocateLike(x.data, cells * x.cols, 'the mean patterns'), undefined, o)
}

/** The same in float64, each column times its scale. */
export function wideConditionMeans(
  x: Matrix,
  design: Design,
  scales: Float64Array | undefined,
  options: CheckedOptions,
): Promise<Matrix<Float64Array>> {
  const cells = design.offsets.length - 1
  return meansInto(x, design, allocate(Float64Array, cells * x.cols, 'the mean patterns'), scales, options)
}

async function meansInto<T extends Float>(
  x: Matrix,
  design: Design,
  out: T,
  scales: Float64Array | undefined,
  options: CheckedOptions,
): Promise<Matrix<T>> {
  const { data, rows, cols } = x
  const { order, offsets } = design
  const cells = offsets.length - 1
  const types = { float64: isFloat64(data), outFloat64: isFloat64(out), scaled: scales !== undefined }
  const args = { x: data, rows, cols, cells, order, offsets, scales, ...types, out }
  const reference = (pace: Parameters<typeof conditionMeansReference>[4]) =>
    conditionMeansReference(x, design, scales, out, pace)
  await runKernel({ name: 'condition_means', args, reference }, options)
  return { data: out, rows: cells, cols }
}
