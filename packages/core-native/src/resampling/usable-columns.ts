import { invalid } from '../runtime/errors.js'
import type { Matrix } from '../runtime/matrix.js'

/** Values that are looked at before other work of the process gets its turn. */
const atOnce = 4e6

/**
 * Finds the columns whose t exists under every flip of the rows' signs: without NaN, and with two magnitudes at least
 * (with one, the variance is zero when the signs are equal, and t infinite or 0 / 0).
 */
export class UsableColumns {
  readonly #maps: Matrix
  readonly #varies: Uint8Array
  readonly #missing: Uint8Array
  #row = 0

  constructor(maps: Matrix) {
    this.#maps = maps
    this.#varies = new Uint8Array(maps.cols)
    this.#missing = new Uint8Array(maps.cols)
  }

  /** Whether every row was looked at. */
  get done(): boolean {
    return this.#row === this.#maps.rows
  }

  /** Looks at the next rows. @throws CoreNativeError INVALID_ARGUMENT (an infinite value) */
  look(): void {
    const end = Math.min(this.#row + Math.ceil(atOnce / this.#maps.cols), this.#maps.rows)
    for (; this.#row < end; this.#row++) this.#lookAt(this.#row * this.#maps.cols)
  }

  /** The columns, ascending. */
  columns(): Int32Array {
    const columns = new Int32Array(this.#maps.cols)
    let count = 0
    this.#varies.forEach((varies, c) => {
      if (varies && !this.#missing[c]) columns[count++] = c
    })
    return columns.slice(0, count)
  }

  #lookAt(from: number): void {
    const { data, cols } = this.#maps
    for (let c = 0; c < cols; c++) {
      const value = data[from + c]!
      if (Number.isNaN(value)) this.#missing[c] = 1
      else if (!Number.isFinite(value))
        throw invalid('finite values (NaN excludes its voxel)', `maps.data[${from + c}]`, value)
      else if (Math.abs(value) !== Math.abs(data[c]!)) this.#varies[c] = 1
    }
  }
}
