import { CoreNativeError, invalid } from '../runtime/errors.js'
import { checkTyped } from '../runtime/typed-array.js'

/**
 * Sets of voxels, one for each centre, as compressed sparse rows: those of the k-th are
 * `indices[offsets[k]]` … `indices[offsets[k + 1] - 1]`. Spheres of a volume are such sets, discs on a surface as well.
 *
 * A set may be empty but holds no voxel twice. Its order is kept: sums over its voxels run in that order, so another order
 * may change the last bits of a result.
 */
export interface Neighbourhoods {
  /** What each set belongs to: a flat voxel index, or whatever number its maker gives it (a node of a surface). */
  readonly centers: Int32Array
  /** One more than centres: from 0, never falling, to the number of indices. */
  readonly offsets: BigInt64Array | Int32Array
  /** Flat voxel indices: columns of the betas. */
  readonly indices: Int32Array
}

/** Neighbourhoods that were checked: the offsets are a copy, the rest is shared. */
export interface CheckedNeighbourhoods extends Neighbourhoods {
  readonly offsets: BigInt64Array
}

/**
 * Checks neighbourhoods of anybody's making, reading each property once: one pass over the indices (some 2 ns for each
 * where they ascend, else some 8 ns).
 * @param voxels indices have to be below it
 * @returns a frozen copy whose offsets are a BigInt64Array of its own
 * @throws CoreNativeError INVALID_ARGUMENT (not neighbourhoods, another element type, a resizable buffer, offsets that
 *   fall, an index out of range, a voxel twice) or INVALID_SHAPE (lengths that do not fit together)
 */
export function checkNeighbourhoods(value: Neighbourhoods, voxels: number, name: string): CheckedNeighbourhoods {
  if (typeof value !== 'object' || value === null)
    throw invalid('neighbourhoods {centers, offsets, indices}', name, value)
  const { centers, offsets, indices } = value
  const count = checkTyped(centers, ['Int32Array'], `${name}.centers`)
  checkTyped(offsets, ['Int32Array', 'BigInt64Array'], `${name}.offsets`, count + 1)
  const length = checkTyped(indices, ['Int32Array'], `${name}.indices`)
  const ends = checkOffsets(offsets, count, length, name)
  checkIndices(ends, indices, voxels, name)
  return Object.freeze({ centers, offsets: toInt64(ends), indices })
}

/** The offsets as numbers. */
function checkOffsets(offsets: Neighbourhoods['offsets'], count: number, length: number, name: string): Float64Array {
  const ends = new Float64Array(count + 1)
  for (let k = 0; k <= count; k++) {
    ends[k] = Number(offsets[k])
    if (k > 0 && ends[k]! < ends[k - 1]!)
      throw invalid(`at least the ${ends[k - 1]} before it`, `${name}.offsets[${k}]`, offsets[k])
  }
  if (ends[0] !== 0) throw invalid('0', `${name}.offsets[0]`, offsets[0])
  if (ends[count] !== length)
    throw new CoreNativeError(
      'INVALID_SHAPE',
      `Expected the last of ${name}.offsets, ${ends[count]}, for the length of ${name}.indices but received ${length}`,
    )
  return ends
}

/** Whole numbers as int64. Word by word: a quarter of a million BigInts would take longer than all the checks. */
export function toInt64(ends: Float64Array): BigInt64Array {
  const words = new Int32Array(2 * ends.length)
  const [low, high] = littleEndian ? [0, 1] : [1, 0]
  for (let k = 0; k < ends.length; k++) {
    words[2 * k + low] = ends[k]!
    words[2 * k + high] = ends[k]! / 2 ** 32
  }
  return new BigInt64Array(words.buffer)
}

const littleEndian = new Uint8Array(Int16Array.of(1).buffer)[0] === 1

function checkIndices(ends: Float64Array, indices: Int32Array, voxels: number, name: string): void {
  let seen: Int32Array | undefined
  for (let k = 1; k < ends.length; k++) {
    const [start, end] = [ends[k - 1]!, ends[k]!]
    if (end < 2 ** 31 && ascending(indices, start, end, voxels)) continue
    seen ??= new Int32Array(voxels)
    checkUnordered(indices, start, end, seen, k, name)
  }
}

/**
 * Whether indices ascend strictly from at least 0 to below `voxels`: then none is out of range, and none is there twice.
 * In 32-bit integers and without a branch for each, twice as fast as without either: what is wrong sets the sign bit.
 */
function ascending(indices: Int32Array, start: number, end: number, voxels: number): boolean {
  const stop = end | 0
  let last = -1
  let wrong = 0
  for (let n = start | 0; n < stop; n = (n + 1) | 0) {
    const index = indices[n]!
    wrong |= index | ((index - last - 1) | 0)
    last = index
  }
  return wrong >= 0 && last < voxels
}

/** `seen` holds for each voxel the last set that had it, counted from 1. */
function checkUnordered(
  indices: Int32Array,
  start: number,
  end: number,
  seen: Int32Array,
  set: number,
  name: string,
): void {
  for (let n = start; n < end; n++) {
    const index = indices[n]!
    if (index < 0 || index >= seen.length)
      throw invalid(`an integer from 0 to ${seen.length - 1}`, `${name}.indices[${n}]`, index)
    if (seen[index] === set) throw invalid(`no voxel twice in set ${set - 1}`, `${name}.indices[${n}]`, index)
    seen[index] = set
  }
}
