import { invalid } from '../runtime/errors.js'

/** Distances within this share of one another are equal (`nearest-members.h`): voxel sizes and radii are rounded numbers. */
export const distanceSlack = 1e-6

/** From steps of voxels to a unit of distance: 3 x 3, row-major. */
export type Axes = Float64Array

export const voxelAxes: Axes = Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1)

/** The length of a step of (dx, dy, dz) voxels. */
export function distanceOf(axes: Axes, dx: number, dy: number, dz: number): number {
  let squares = 0
  for (let r = 0; r < 9; r += 3) {
    const along = axes[r]! * dx + axes[r + 1]! * dy + axes[r + 2]! * dz
    squares += along * along
  }
  return Math.sqrt(squares)
}

/** The largest distance that counts as within the radius; everything up to it does. */
export function limitOf(radius: number, inclusive: boolean): number {
  // The next number below: what is strictly within is at most that.
  return inclusive ? radius * (1 + distanceSlack) : radius * (1 - distanceSlack) * (1 - 2 ** -53)
}

const dot = (a: Axes, p: number, q: number) => a[p]! * a[q]! + a[p + 3]! * a[q + 3]! + a[p + 6]! * a[q + 6]!

/** The volume of a voxel over that of a box with edges of its axes' lengths: 1 where they are orthogonal, 0 where flat. */
export function flatness(axes: Axes): number {
  const [a, b, c, d, e, f, g, h, i] = axes as unknown as number[] & { length: 9 }
  const volume = a! * (e! * i! - f! * h!) - b! * (d! * i! - f! * g!) + c! * (d! * h! - e! * g!)
  return Math.abs(volume) / Math.sqrt(dot(axes, 0, 0) * dot(axes, 1, 1) * dot(axes, 2, 2))
}

/** Along each axis, the most voxels that a step of at most this length can go: of the ellipsoid |axes · d| <= limit. */
export function reachOf(axes: Axes, limit: number): [number, number, number] {
  const product = (p: number, q: number) => dot(axes, p, p) * dot(axes, q, q) - dot(axes, p, q) ** 2
  const [yz, xz, xy] = [product(1, 2), product(0, 2), product(0, 1)]
  const skewed = dot(axes, 1, 2) * dot(axes, 0, 2) - dot(axes, 0, 1) * dot(axes, 2, 2)
  const lifted = dot(axes, 0, 1) * dot(axes, 1, 2) - dot(axes, 0, 2) * dot(axes, 1, 1)
  const determinant = dot(axes, 0, 0) * yz + dot(axes, 0, 1) * skewed + dot(axes, 0, 2) * lifted
  // A little more, so that rounding leaves none out; steps are tested one by one.
  const along = (minor: number) => Math.floor(limit * Math.sqrt(minor / determinant) * (1 + 1e-9) + 1e-9)
  return [along(yz), along(xz), along(xy)]
}

/** A row of a sphere: steps (dx, dy, low) … (dx, dy, high). */
export type SphereRow = readonly [dx: number, dy: number, low: number, high: number]

const unbounded = [Infinity, Infinity, Infinity]

/** The rows of all steps of at most this length, and of at most `bounds` along the axes, in ascending order. */
export function sphereRows(axes: Axes, limit: number, bounds: readonly number[] = unbounded): SphereRow[] {
  const [x, y] = reachOf(axes, limit).map((reach, axis) => Math.min(reach, bounds[axis]!)) as [number, number, number]
  const rows: SphereRow[] = []
  for (let dx = -x; dx <= x; dx++)
    for (let dy = -y; dy <= y; dy++) {
      const row = sphereRow(axes, limit, dx, dy, bounds[2]!)
      if (row) rows.push(row)
    }
  return rows
}

/** Where the parabola of squared distances along the third axis is below limit²: a guess by its roots, then exactly. */
function sphereRow(axes: Axes, limit: number, dx: number, dy: number, bound: number): SphereRow | undefined {
  const within = (dz: number) => Math.abs(dz) <= bound && distanceOf(axes, dx, dy, dz) <= limit
  const clamp = (dz: number) => Math.min(Math.max(dz, -bound), bound)
  const square = dot(axes, 2, 2)
  const middle = -(dot(axes, 0, 2) * dx + dot(axes, 1, 2) * dy) / square
  const nearest = clamp(Math.round(middle))
  if (!within(nearest)) return undefined
  const least = distanceOf(axes, dx, dy, middle)
  const half = Math.sqrt(Math.max(limit * limit - least * least, 0) / square)
  let low = Math.min(clamp(Math.ceil(middle - half)), nearest)
  let high = Math.max(clamp(Math.floor(middle + half)), nearest)
  while (!within(low)) low++
  while (within(low - 1)) low--
  while (!within(high)) high--
  while (within(high + 1)) high++
  return [dx, dy, low, high]
}

/** The number of steps in rows. */
export const stepsIn = (rows: readonly SphereRow[]) => rows.reduce((sum, [, , low, high]) => sum + high - low + 1, 0)

/** Steps, the nearest first. */
export interface NearestSteps {
  /** dx, dy, dz of each. */
  readonly steps: Int32Array
  readonly distances: Float64Array
  /** Where each stands in ascending order. */
  readonly places: Int32Array
  /** In ascending order: the difference of flat indices. */
  readonly shifts: Int32Array
  /** Every step of at most this length is here, but those that leave any volume of this shape. */
  readonly completeTo: number
}

/** As in `nearest-members.h`. */
const mostSteps = 16384

/** About so many of the nearest steps inside a volume. */
export function nearestSteps(axes: Axes, shape: readonly [number, number, number], wanted: number): NearestSteps {
  const volume = flatness(axes) * Math.sqrt(dot(axes, 0, 0) * dot(axes, 1, 1) * dot(axes, 2, 2))
  const bounds = shape.map((size) => size - 1)
  let completeTo = Math.cbrt((3 * Math.min(wanted, mostSteps / 2) * volume) / (4 * Math.PI))
  let all = stepsWithin(axes, completeTo, bounds)
  // A sphere of few voxels may hold more than its volume says.
  for (; all.length > mostSteps; all = stepsWithin(axes, completeTo, bounds)) completeTo *= 0.9
  const distances = all.map(([dx, dy, dz]) => distanceOf(axes, dx, dy, dz))
  const order = Int32Array.from(all.keys()).sort((p, q) => distances[p]! - distances[q]!)
  return {
    steps: Int32Array.from(Array.from(order, (place) => all[place]!).flat()),
    distances: Float64Array.from(order, (place) => distances[place]!),
    places: order,
    shifts: Int32Array.from(all, ([dx, dy, dz]) => (dx * shape[1] + dy) * shape[2] + dz),
    completeTo,
  }
}

function stepsWithin(axes: Axes, limit: number, bounds: readonly number[]): [number, number, number][] {
  return sphereRows(axes, limit, bounds).flatMap(([dx, dy, low, high]) =>
    Array.from({ length: high - low + 1 }, (_, k): [number, number, number] => [dx, dy, low + k]),
  )
}

/**
 * The 3 x 3 part of an affine.
 * @throws CoreNativeError INVALID_ARGUMENT where its last row is not 0 0 0 1, a number is not finite, or axes are flat
 */
export function axesOf(affine: ArrayLike<number>, name: string): Axes {
  const values = Array.from({ length: 16 }, (_, k) => affine[k]!)
  const wrong = values.findIndex((value) => !Number.isFinite(value))
  if (wrong >= 0) throw invalid('a finite number', `${name}[${wrong}]`, values[wrong])
  const last = values.slice(12).join(' ')
  if (last !== '0 0 0 1') throw invalid('0 0 0 1', `the last row of ${name}`, last)
  const axes = Float64Array.from([0, 1, 2, 4, 5, 6, 8, 9, 10], (k) => values[k]!)
  if (!(flatness(axes) > 1e-3)) throw invalid('three axes that span the space', name, `${axes.join(' ')}`)
  return axes
}
