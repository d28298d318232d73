import { CoreNativeError, invalid } from './errors.js'
import { fixedLength, isTyped } from './typed-array.js'

/** Element types of the kernels. Results have the type of their input. */
export type Float = Float32Array | Float64Array

/** A dense row-major matrix: entry (i, j) is `data[i * cols + j]`. Rows are patterns, columns are features. */
export interface Matrix<T extends Float = Float> {
  readonly data: T
  readonly rows: number
  readonly cols: number
}

/** Whether a value is a Float32Array or Float64Array, of this realm or another. */
export function isFloat(value: unknown): value is Float {
  return isTyped(value, ['Float32Array', 'Float64Array'])
}

/**
 * Checks a matrix argument once, at the edge, reading each property once.
 * @returns a frozen copy of the three properties (the data are shared), so that later changes to `value` change nothing
 * @throws CoreNativeError INVALID_ARGUMENT (not a matrix, negative or fractional sizes, no column, a resizable buffer)
 *   or INVALID_SHAPE (`data.length` is not rows x cols, as for a detached buffer)
 */
export function checkMatrix<T extends Float>(value: Matrix<T>, name: string): Matrix<T> {
  if (typeof value !== 'object' || value === null) throw invalid('a matrix {data, rows, cols}', name, value)
  const { data, rows, cols } = value
  if (!isFloat(data)) throw invalid('a Float32Array or Float64Array', `${name}.data`, data)
  if (!Number.isSafeInteger(rows) || rows < 0) throw invalid('an integer of at least 0', `${name}.rows`, rows)
  if (!Number.isSafeInteger(cols) || cols < 1) throw invalid('an integer of at least 1', `${name}.cols`, cols)
  const length = fixedLength(data, `${name}.data`)
  if (length !== rows * cols)
    throw new CoreNativeError(
      'INVALID_SHAPE',
      `Expected ${rows} x ${cols} = ${rows * cols} values for ${name}.data but received ${length}`,
    )
  return Object.freeze({ data, rows, cols })
}

/** A constructor of typed arrays that results are made of. */
type ResultArray<T> = { new (length: number): T; readonly BYTES_PER_ELEMENT: number }

/**
 * A zeroed array of the same element type.
 * @throws CoreNativeError OUT_OF_MEMORY when Node cannot hold that many values, before any work
 */
export function allocateLike<T extends Float>(like: T, length: number, name: string): T {
  const type = like[Symbol.toStringTag] === 'Float64Array' ? Float64Array : Float32Array
  return allocate(type as ResultArray<Float> as ResultArray<T>, length, name)
}

/**
 * A zeroed array.
 * @throws CoreNativeError OUT_OF_MEMORY when Node cannot hold that many values, before any work
 */
export function allocate<T>(type: ResultArray<T>, length: number, name: string): T {
  try {
    return new type(length)
  } catch (cause) {
    const gib = ((length * type.BYTES_PER_ELEMENT) / 2 ** 30).toFixed(1)
    throw new CoreNativeError(
      'OUT_OF_MEMORY',
      `Expected memory for ${length} values (${gib} GiB) for ${name} but Node could not allocate it`,
      { cause },
    )
  }
}
