import { CoreNativeError, invalid } from '../runtime/errors.js'
import { checkMatrix, type Matrix } from '../runtime/matrix.js'
import { checkShape, voxelsOf, type Shape3, type Volume } from './volume.js'

/**
 * Which voxels have data, by their values over the conditions:
 * - `finite`: none is NaN or infinite
 * - `anyNonZero`, `allNonZero`: at least one, each one is not 0
 * - `sumNonZero`: their sum, taken in order in float64, is not 0
 *
 * The last three ask for finite values as well: one NaN would make every sphere's RDM NaN that it is in.
 */
export const memberRules = ['finite', 'anyNonZero', 'allNonZero', 'sumNonZero'] as const
export type MemberRule = (typeof memberRules)[number]

/**
 * A mask of the voxels that have data. Members and centres may follow rules of their own, as in Lee et al. 2023: members by
 * `sumNonZero`, centres by `allNonZero`.
 * @param betas conditions x voxels; reads each value once, about 2 ns for each, before it returns
 * @param shape of the volume whose flat indices the columns are
 * @throws CoreNativeError INVALID_ARGUMENT, INVALID_SHAPE
 */
export function memberMask(betas: Matrix, shape: Shape3, rule: MemberRule): Volume<Uint8Array> {
  const { data, rows, cols } = checkMatrix(betas, 'betas')
  const sizes = checkShape(shape, 'shape')
  if (!memberRules.includes(rule)) throw invalid(`one of ${memberRules.join(', ')}`, 'rule', rule)
  if (voxelsOf(sizes) !== cols)
    throw new CoreNativeError(
      'INVALID_SHAPE',
      `Expected ${sizes.join(' x ')} = ${voxelsOf(sizes)} columns for betas but received ${cols}`,
    )
  // A value less itself is 0, or NaN where it is not finite.
  const sums = new Float64Array(cols)
  const zeros = new Float64Array(cols)
  const nonfinite = new Float64Array(cols)
  for (let row = 0; row < rows; row++)
    for (let v = 0, k = row * cols; v < cols; v++, k++) {
      const value = data[k]!
      sums[v]! += value
      nonfinite[v]! += value - value
      if (value === 0) zeros[v]!++
    }
  const holds: Record<MemberRule, (v: number) => boolean> = {
    finite: () => true,
    anyNonZero: (v) => zeros[v]! < rows,
    allNonZero: (v) => zeros[v] === 0,
    sumNonZero: (v) => sums[v] !== 0,
  }
  return { data: Uint8Array.from(nonfinite, (sum, v) => Number(sum === 0 && holds[rule](v))), shape: sizes }
}
