import { allocate, type Matrix } from '../runtime/matrix.js'
import { loadAddon, tileUnit } from '../runtime/native.js'
import type { CheckedOptions } from '../runtime/options.js'
import { runKernel } from '../runtime/run-kernel.js'
import { fastReference } from './fast.reference.js'
import { metrics, type Metric } from './metric.js'
import { checkFast, type FastDistances } from './precision.js'

/** What multiplies, in the order of `fast.h`; `emulated` is the tile unit's arithmetic in plain code, for tests. */
const units = ['none', 'emulated', 'amx'] as const

/**
 * The fast mode of `pdist` (no y) and `cdist`, whose arguments were checked.
 * @param unit for tests; else the tile unit where there is one
 * @throws CoreNativeError INVALID_ARGUMENT where the mode lacks the metric or the type; and as `pdist`
 */
export async function fastDistances<U extends (typeof units)[number] = FastDistances['unit']>(
  x: Matrix,
  y: Matrix | undefined,
  metric: Metric,
  options: CheckedOptions,
  unit?: U,
): Promise<Omit<FastDistances, 'unit'> & { unit: U | FastDistances['unit'] }> {
  checkFast(x, metric)
  const used = unit ?? unitOf(options)
  const length = y ? x.rows * y.rows : (x.rows * (x.rows - 1)) / 2
  const distances = allocate(Float32Array, length, 'the distances')
  const errors = allocate(Float32Array, length, 'their errors')
  const sizes = { xRows: x.rows, yRows: y?.rows ?? 0, cols: x.cols, pairs: !y }
  const which = { metric: metrics.indexOf(metric), unit: units.indexOf(used) }
  await runKernel(
    {
      name: 'fast_distances',
      args: { x: x.data, y: y?.data, ...sizes, ...which, out: distances, errors },
      reference: (pace) => fastReference(x, y, metric, distances, errors, pace),
    },
    options,
  )
  return { distances, errors, unit: used }
}

function unitOf({ device }: CheckedOptions): FastDistances['unit'] {
  const { addon } = loadAddon()
  return (device === 'auto' || device === 'cpu') && addon ? (tileUnit(addon) ?? 'none') : 'none'
}
