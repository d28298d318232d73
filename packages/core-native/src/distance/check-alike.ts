import { CoreNativeError } from '../runtime/errors.js'
import type { Matrix } from '../runtime/matrix.js'

/**
 * That y has x's columns and type.
 * @throws CoreNativeError INVALID_SHAPE, INVALID_ARGUMENT
 */
export function checkAlike(x: Matrix, y: Matrix, yName = 'y', xName = 'x'): void {
  if (x.cols !== y.cols)
    throw new CoreNativeError(
      'INVALID_SHAPE',
      `Expected ${x.cols} columns for ${yName} as ${xName} has but received ${y.cols}`,
    )
  const [xType, yType] = [x.data[Symbol.toStringTag], y.data[Symbol.toStringTag]]
  if (xType !== yType)
    throw new CoreNativeError(
      'INVALID_ARGUMENT',
      `Expected a ${xType} for ${yName}.data as ${xName} has but received a ${yType}`,
    )
}
