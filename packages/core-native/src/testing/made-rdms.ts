import type { Matrix } from '../runtime/matrix.js'
import { madeMatrix, type FloatType } from './made-matrix.js'

/**
 * Made condensed RDMs of one truth, with noise of `noise` times its spread; `steps`: values in so many steps, so tied;
 * `skip`: the first so many are left out, so that others have other noise.
 */
export function madeRdms(
  type: FloatType,
  rows: number,
  conditions: number,
  { noise = 1, steps = 0, offset = 3, skip = 0 } = {},
): Matrix {
  const cols = (conditions * (conditions - 1)) / 2
  const truth = madeMatrix('float64', 1, cols + 1).data
  const all = madeMatrix(type, rows + skip, cols, (normal, _, k) => {
    const value = offset + truth[k]! + noise * normal
    return steps > 0 ? Math.round(value * steps) / steps : value
  })
  return { data: all.data.subarray(skip * cols), rows, cols } as Matrix
}
