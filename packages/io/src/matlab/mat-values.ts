import type { NpyData } from '../elements.js'

/** Numeric classes of MATLAB; logical comes as 0 and 1 in a Uint8Array, 64-bit integers as bigints. */
export type MatNumericClass =
  'double' | 'single' | 'int8' | 'uint8' | 'int16' | 'uint16' | 'int32' | 'uint32' | 'int64' | 'uint64' | 'logical'

/** A numeric array: `shape` as MATLAB's size(), `data` in C order (last axis fastest), not MATLAB's column order. */
export interface MatNumeric {
  readonly kind: 'numeric'
  readonly class: MatNumericClass
  readonly shape: readonly number[]
  readonly data: NpyData
  /** imaginary parts of a complex array */
  readonly imaginary?: NpyData
}

/** A char array: one string for each row, that is for each index of all axes but the last, in C order. */
export interface MatChar {
  readonly kind: 'char'
  readonly shape: readonly number[]
  readonly rows: readonly string[]
}

/** A cell array, its cells in C order. */
export interface MatCell {
  readonly kind: 'cell'
  readonly shape: readonly number[]
  readonly cells: readonly MatValue[]
}

/** A struct array: for each field, in the file's order, its values for every element in C order. */
export interface MatStruct {
  readonly kind: 'struct'
  readonly shape: readonly number[]
  readonly fields: ReadonlyMap<string, readonly MatValue[]>
}

/** A sparse matrix in compressed columns: column c has rows `rowIndices[columnStarts[c] ... columnStarts[c + 1] - 1]`. */
export interface MatSparse {
  readonly kind: 'sparse'
  readonly class: 'double' | 'logical'
  readonly shape: readonly number[]
  readonly rowIndices: Int32Array
  readonly columnStarts: Int32Array
  readonly data: Float64Array
  readonly imaginary?: Float64Array
}

/** A value of a MAT-file. */
export type MatValue = MatNumeric | MatChar | MatCell | MatStruct | MatSparse

/** Options of the readers of MAT-files. */
export interface ReadMatOptions {
  /** how messages name the input */
  readonly name?: string
  /** reads these variables only; default: all */
  readonly variables?: readonly string[]
  /** most bytes of inflated and of returned content per byte of file, on top of 64 KiB; default 128 */
  readonly maxExpansion?: number
}
