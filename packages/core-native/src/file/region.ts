import { CoreNativeError, invalid } from '../runtime/errors.js'
import { widthOf, type FileMatrix } from './file-matrix.js'

/** A block of a matrix: `rows` rows from `row` on, of each `cols` columns from `col` on. */
export interface Region {
  readonly row: number
  readonly rows: number
  readonly col: number
  readonly cols: number
}

/** Where a region lies in its file: pieces at equal distances, all in bytes but the counts. */
export interface Segments {
  /** Byte of the file at which the first piece begins. */
  readonly start: number
  readonly segments: number
  readonly segment: number
  /** From the start of one piece to that of the next. */
  readonly stride: number
  /** Pieces that one read takes, with what lies between them. */
  readonly perRead: number
}

// Gaps up to this size are read too and thrown away, many rows at once: from a disk that takes half the time of a call for
// each row, from memory a third (narrow rows) to a third more (gaps near this size). One read fits a core's cache.
const smallGap = 2 ** 14
const gappedRead = 2 ** 18

/** @throws CoreNativeError INVALID_ARGUMENT (no region), INVALID_SHAPE (not within the matrix) */
export function checkRegion(file: FileMatrix, region: Region): Region {
  if (typeof region !== 'object' || region === null) throw invalid('a region {row, rows, col, cols}', 'region', region)
  const { row, rows, col, cols } = region
  for (const [name, value] of Object.entries({ row, rows, col, cols }))
    if (!Number.isSafeInteger(value) || value < 0) throw invalid('an integer of at least 0', `region.${name}`, value)
  if (row + rows > file.rows || col + cols > file.cols)
    throw new CoreNativeError(
      'INVALID_SHAPE',
      `Expected rows and columns within ${file.rows} x ${file.cols} for region but received rows ${row} to ${row + rows} and columns ${col} to ${col + cols}`,
    )
  return { row, rows, col, cols }
}

/** Where a region that is not empty lies; whole rows are one piece, and with `gaps` rows that lie close together. */
export function segmentsOf(file: FileMatrix, { row, rows, col, cols }: Region, gaps: boolean): Segments {
  const width = widthOf[file.type]
  const stride = file.cols * width
  const start = file.offset + row * stride + col * width
  if (cols === file.cols) return { start, segments: 1, segment: rows * stride, stride, perRead: 1 }
  const segment = cols * width
  const perRead = !gaps || stride - segment > smallGap ? 1 : Math.max(1, Math.floor(gappedRead / stride))
  return { start, segments: rows, segment, stride, perRead: Math.min(perRead, rows) }
}
