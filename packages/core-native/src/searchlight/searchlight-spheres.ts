import { invalid } from '../runtime/errors.js'
import { allocate } from '../runtime/matrix.js'
import { runKernel, type Pace } from '../runtime/run-kernel.js'
import { memberVolume, wholeVolume, type MemberVolume } from './member-volume.js'
import { toInt64, type Neighbourhoods } from './neighbourhoods.js'
import { spheresReference, type FoundSphere } from './searchlight-spheres.reference.js'
import { nearestSteps, sphereRows, stepsIn, type SphereRow } from './sphere.js'
import { checkSphereOptions, type CheckedSphere, type SphereOptions } from './sphere-options.js'
import { checkVolume, type Shape3, type Volume } from './volume.js'

/** The spheres of a volume. */
export interface Spheres extends Neighbourhoods {
  readonly offsets: BigInt64Array
  readonly shape: Shape3
  /** With `voxels`, for each centre: the distance of the last member that it took to reach the number. */
  readonly radii?: Float64Array
}

/**
 * The sphere of voxels around every voxel of a mask; README, "Conventions", has the options of each toolkit.
 *
 * Centres ascend by flat index, and so do the members of each: the order is part of the definition of a sum. A distance
 * that is within a millionth of the radius counts as the radius, so that 3 voxels of 1.1 mm are within 3.3 mm.
 * @param mask voxels whose value is neither 0 nor NaN; read before the call returns
 * @returns centres with enough members, of neighbourhoods that are never empty unless `minVoxels` is 0
 * @throws CoreNativeError INVALID_ARGUMENT, INVALID_SHAPE, OUT_OF_MEMORY, DEVICE_UNAVAILABLE; `signal.reason` once aborted
 */
export async function searchlightSpheres(mask: Volume, options: SphereOptions): Promise<Spheres> {
  const checked = checkVolume(mask, 'mask')
  const sphere = checkSphereOptions(options, checked)
  const volume = memberVolume(checked, 'mask')
  const centers = sphere.centers ? memberVolume(sphere.centers, 'options.centers').members : volume.members
  return sphere.voxels > 0 ? growing(volume, centers, sphere) : fixed(volume, centers, sphere)
}

/** The members of some centres' spheres, by a kernel. */
interface Task {
  readonly kernel: 'sphere_members' | 'nearest_members'
  readonly volume: MemberVolume
  readonly sphere: CheckedSphere
  readonly centers: Int32Array
  readonly settings: object
  /** Its part of the whole call's progress. */
  readonly part: readonly [from: number, to: number]
}

async function fixed(volume: MemberVolume, voxels: Int32Array, sphere: CheckedSphere): Promise<Spheres> {
  const rows = sphereRows(sphere.axes, sphere.limit)
  const whole = stepsIn(rows)
  const centers = sphere.skip ? awayFromFaces(voxels, volume.shape, rows) : voxels
  const [counts, inside] = [allocateFor(centers), allocateFor(centers)]
  const settings = { rows: Int32Array.from(rows.flat()), rowCount: rows.length }
  const task: Task = { kernel: 'sphere_members', volume, sphere, centers, settings, part: [0, 0.4] }
  await run(task, { counts, inside }, (found, k) => {
    counts[k] = found.members.length
    inside[k] = found.inside
  })
  const sizes = sphere.wholeSphere ? inside : counts
  const share = (k: number) => counts[k]! / (sphere.ofWhole ? whole : inside[k]!)
  const kept = keep(centers, sizes, (k) => sizes[k]! >= sphere.minVoxels && share(k) >= sphere.minFraction)
  return write({ ...task, volume: sphere.wholeSphere ? wholeVolume(volume.shape) : volume }, kept)
}

async function growing(volume: MemberVolume, centers: Int32Array, sphere: CheckedSphere): Promise<Spheres> {
  const most = volume.members.length
  if (sphere.voxels > most) throw invalid(`at most ${most}, the voxels of mask,`, 'options.voxels', sphere.voxels)
  const { completeTo, ...steps } = nearestSteps(sphere.axes, volume.shape, 6 * sphere.voxels)
  const settings = {
    ...{ axes: sphere.axes, bounds: Float64Array.of(completeTo, sphere.limit), wanted: sphere.voxels, cut: sphere.cut },
    ...{ ...steps, stepCount: steps.places.length },
  }
  const [counts, all] = [allocateFor(centers), allocate(Float64Array, centers.length, 'the radii')]
  const task: Task = { kernel: 'nearest_members', volume, sphere, centers, settings, part: [0, 0.4] }
  await run(task, { counts, radii: all }, (found, k) => {
    counts[k] = found.members.length
    all[k] = found.radius
  })
  const kept = keep(centers, counts, (k) => counts[k]! >= sphere.minVoxels)
  const radii = all.slice(0, kept.centers.length)
  for (let k = 0; k < radii.length; k++) radii[k] = all[kept.from[k]!]!
  const spheres = await write({ ...task, settings: { ...settings, radii } }, kept)
  return { ...spheres, radii }
}

const allocateFor = (centers: Int32Array) => allocate(Int32Array, centers.length, 'the sizes')

/** Centres whose whole sphere is in the volume. */
function awayFromFaces(voxels: Int32Array, [nx, ny, nz]: Shape3, rows: readonly SphereRow[]): Int32Array {
  // A sphere is its own mirror image: it reaches as far down as up.
  const [x, y, z] = rows.reduce(
    ([x, y, z], [dx, dy, , high]) => [Math.max(x, dx), Math.max(y, dy), Math.max(z, high)],
    [0, 0, 0],
  )
  const clear = (at: number, reach: number, size: number) => at >= reach && at < size - reach
  const kept = new Int32Array(voxels.length)
  let count = 0
  for (let n = 0; n < voxels.length; n++) {
    const [row, k] = [Math.floor(voxels[n]! / nz), voxels[n]! % nz]
    if (clear(Math.floor(row / ny), x, nx) && clear(row % ny, y, ny) && clear(k, z, nz)) kept[count++] = voxels[n]!
  }
  return kept.subarray(0, count)
}

interface Kept extends Pick<Spheres, 'centers' | 'offsets' | 'indices'> {
  /** Of each centre: where it stood among all. */
  readonly from: Int32Array
}

/** The centres that have enough members, with room for those. In loops: callbacks would take ten times as long. */
function keep(all: Int32Array, sizes: Int32Array, enough: (k: number) => boolean): Kept {
  const from = new Int32Array(all.length)
  const ends = new Float64Array(all.length + 1)
  let count = 0
  for (let k = 0; k < all.length; k++) {
    if (!enough(k)) continue
    from[count] = k
    ends[count + 1] = ends[count]! + sizes[k]!
    count++
  }
  const centers = new Int32Array(count)
  for (let n = 0; n < count; n++) centers[n] = all[from[n]!]!
  const indices = allocate(Int32Array, ends[count]!, 'the indices')
  return { from, centers, offsets: toInt64(ends.subarray(0, count + 1)), indices }
}

async function write(task: Task, { centers, offsets, indices }: Kept): Promise<Spheres> {
  const out = { write: true, offsets, indices, indexCount: indices.length }
  await run({ ...task, centers, part: [0.4, 1] }, out, ({ members }, k) => indices.set(members, Number(offsets[k])))
  return { centers, offsets, indices, shape: task.volume.shape }
}

async function run(
  { kernel, volume, sphere, centers, settings, part: [from, to] }: Task,
  out: object,
  found: (sphere: FoundSphere, k: number) => void,
): Promise<void> {
  const { rank, members } = volume
  const [nx, ny, nz] = volume.shape
  const sizes = { nx, ny, nz, memberCount: members.length, centerCount: centers.length }
  const { onProgress, ...options } = sphere.compute
  options.signal?.throwIfAborted()
  const reference = (pace: Pace) => spheresReference({ volume, ...sphere }, centers, found, pace)
  const args = { rank, members, centers, ...sizes, ...settings, ...out }
  const progress = onProgress && ((fraction: number) => onProgress(from + (to - from) * fraction))
  await runKernel({ name: kernel, args, reference }, { ...options, ...(progress && { onProgress: progress }) })
}
