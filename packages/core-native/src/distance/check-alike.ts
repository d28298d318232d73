import { isFileMatrix } from '../file/index.js'
import { CoreNativeError } from '../runtime/errors.js'
import { isFloat64, type Source } from './side.js'

/**
 * That y has x's columns and type.
 * @throws CoreNativeError INVALID_SHAPE, INVALID_ARGUMENT
 */
export function checkAlike(x: Source, y: Source, yName = 'y', xName = 'x'): void {
  if (x.cols !== y.cols)
    throw new CoreNativeError(
      'INVALID_SHAPE',
      `Expected ${x.cols} columns for ${yName} as ${xName} has but received ${y.cols}`,
    )
  if (isFloat64(x) === isFloat64(y)) return
  const [expected, received] = isFloat64(x) ? ['Float64Array', 'Float32Array'] : ['Float32Array', 'Float64Array']
  throw new CoreNativeError(
    'INVALID_ARGUMENT',
    isFileMatrix(y)
      ? `Expected ${isFloat64(x) ? 'float64' : 'float32'} for ${yName}.type as ${xName} has but received ${y.type}`
      : `Expected a ${expected} for ${yName}.data as ${xName} has but received a ${received}`,
  )
}
