import { endianness, totalmem } from 'node:os'
import { CoreNativeError, invalid } from '../runtime/errors.js'
import { isFloat, type Float } from '../runtime/matrix.js'
import { checkOptions, type ComputeOptions } from '../runtime/options.js'
import { runKernel } from '../runtime/run-kernel.js'
import { fixedLength } from '../runtime/typed-array.js'
import { checkFileMatrix, type FileMatrix } from './file-matrix.js'
import { readRegionReference } from './read-region.reference.js'
import { checkRegion, segmentsOf, type Region } from './region.js'

export interface ReadOptions extends Pick<ComputeOptions, 'signal'> {
  /** `reference` reads through Node; every other reads natively where it can. The same values either way. */
  readonly device?: ComputeOptions['device']
  /** Whether small gaps between the rows may be read too, which is faster. Default: true. */
  readonly gaps?: boolean
}

/**
 * Reads a block of a matrix on disk: one native thread, no conversion, the event loop stays free.
 *
 * The file must be as it was when it was opened (size, time of change); this is looked at before each block, so a pass
 * over many blocks ends with `checkUnchanged`.
 * @param region rows and columns within the matrix; none of either reads nothing
 * @param out region.rows x region.cols, dense row-major, of the file's type; it must not be read, changed or transferred
 *   before the promise settles, and holds part of the block when that rejects
 * @returns the bytes read from the file: those of the block, and of small gaps between its rows
 * @throws CoreNativeError INVALID_ARGUMENT, INVALID_SHAPE, FILE_NOT_FOUND, FILE_UNREADABLE, FILE_CHANGED, FILE_TRUNCATED
 *   (it ended while it was read), OUT_OF_MEMORY; `signal.reason` once aborted
 */
export async function readRegion(
  file: FileMatrix,
  region: Region,
  out: Float,
  options: ReadOptions = {},
): Promise<number> {
  const matrix = checkFileMatrix(file, 'file')
  const block = checkRegion(matrix, region)
  checkOut(matrix, block, out)
  const { signal, gaps = true } = options ?? {} // no types in JavaScript
  // Windows has no pread; its addon would be built without this kernel.
  const device = options?.device === 'reference' || process.platform === 'win32' ? 'reference' : 'auto'
  const checked = checkOptions({ device, threads: 1, ...(signal !== undefined && { signal }) })
  if (block.rows * block.cols === 0) return 0
  const read = new Float64Array(1)
  const segments = segmentsOf(matrix, block, gaps)
  const args = { ...nativeFile(matrix), ...segments, float64: matrix.type === 'float64', out, read }
  const reference = async () => void (read[0] = await readRegionReference(matrix, segments, out, signal))
  await runKernel({ name: 'readRegion', args, reference }, checked)
  return read[0]!
}

function nativeFile({ path, bytes, modified }: FileMatrix) {
  return { path, bytes, modified: BigInt(modified), drop: bytes > memory() / 2 }
}

// A file beyond half the memory cannot stay cached from one pass to the next, and would push everything else out.
function memory(): number {
  return Math.min(totalmem(), process.constrainedMemory() || Infinity)
}

function checkOut(file: FileMatrix, region: Region, out: Float): void {
  const array = file.type === 'float32' ? 'Float32Array' : 'Float64Array'
  if (!isFloat(out) || out[Symbol.toStringTag] !== array) throw invalid(`a ${array} as the file has`, 'out', out)
  const length = fixedLength(out, 'out')
  if (length !== region.rows * region.cols)
    throw new CoreNativeError(
      'INVALID_SHAPE',
      `Expected ${region.rows} x ${region.cols} = ${region.rows * region.cols} values for out but received ${length}`,
    )
  if (endianness() !== 'LE')
    throw new CoreNativeError(
      'DEVICE_UNAVAILABLE',
      `Expected a little-endian machine for ${file.path} but received another`,
    )
}
