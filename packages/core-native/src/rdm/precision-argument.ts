import { CoreNativeError, invalid } from '../runtime/errors.js'
import { checkMatrix, isFloat, type Float, type Matrix } from '../runtime/matrix.js'
import { fixedLength } from '../runtime/typed-array.js'

/** A noise precision: a symmetric matrix, or the diagonal of a diagonal one. */
export type Precision =
  | { readonly matrix: Float64Array; readonly roots?: undefined }
  | { readonly matrix?: undefined; readonly roots: Float64Array }

const name = 'options.precision'

/**
 * Checks a precision for patterns of `channels` channels; a copy where its type is not float64.
 * @throws CoreNativeError INVALID_ARGUMENT (neither a matrix nor a vector, a value that is not finite, a negative variance,
 *   not symmetric within 1e-6 of the diagonal), INVALID_SHAPE
 */
export function checkPrecision(value: Matrix | Float, channels: number): Precision {
  if (isFloat(value)) return { roots: rootsOf(value, channels) }
  const { data, rows, cols } = checkMatrix(value, name)
  if (rows !== channels || cols !== channels)
    throw new CoreNativeError(
      'INVALID_SHAPE',
      `Expected ${channels} x ${channels} values for ${name} but received ${rows} x ${cols}`,
    )
  checkSymmetric(data, channels)
  return { matrix: data instanceof Float64Array ? data : Float64Array.from(data) }
}

function rootsOf(value: Float, channels: number): Float64Array {
  const length = fixedLength(value, name)
  if (length !== channels)
    throw new CoreNativeError('INVALID_SHAPE', `Expected ${channels} values for ${name} but received ${length}`)
  return Float64Array.from(value, (precision, channel) => {
    if (!(precision >= 0 && precision < Infinity))
      throw invalid('a finite number of at least 0', `${name}[${channel}]`, precision)
    return Math.sqrt(precision)
  })
}

function checkSymmetric(data: Float, n: number): void {
  for (let i = 0; i < n; i++)
    for (let j = i; j < n; j++) {
      const [upper, lower] = [data[i * n + j]!, data[j * n + i]!]
      const scale = Math.sqrt(Math.abs(data[i * n + i]! * data[j * n + j]!))
      if (!(Math.abs(upper - lower) <= 1e-6 * scale) && upper !== lower)
        throw invalid(`entry (${j}, ${i}) that is equal, ${upper},`, name, lower)
    }
}
