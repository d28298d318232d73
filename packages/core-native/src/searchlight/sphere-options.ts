import { CoreNativeError, invalid } from '../runtime/errors.js'
import { checkOptions, type CheckedOptions, type ComputeOptions } from '../runtime/options.js'
import { checkTyped } from '../runtime/typed-array.js'
import { axesOf, limitOf, reachOf, voxelAxes, type Axes } from './sphere.js'
import { checkVolume, type Volume } from './volume.js'

/** What a sphere is: `radius`, `voxels` or both are needed. */
export interface SphereOptions extends ComputeOptions {
  /** In `unit`s. Beside `voxels`: the farthest that a sphere may grow. */
  readonly radius?: number
  /** Default: voxel. `mm`: by the affine, so that voxels may be anisotropic and their axes oblique. */
  readonly unit?: 'voxel' | 'mm'
  /** 4 x 4, row-major, voxels to mm; its 3 x 3 part gives the distances. For `unit: 'mm'` only. */
  readonly affine?: Float64Array
  /** Whether a voxel at exactly the radius belongs to the sphere. Default: true. */
  readonly inclusive?: boolean
  /** Members of each sphere: it grows until it has that many. */
  readonly voxels?: number
  /**
   * With `voxels`: of the members that are equally far as the last one, `all` belong to the sphere, or the `first`, by flat
   * index, that make up the number. Default: all.
   */
  readonly ties?: 'all' | 'first'
  /** `skip`: no centre whose sphere would leave the volume. Default: clip. */
  readonly edge?: 'clip' | 'skip'
  /** Members are the sphere's voxels that are in the mask, or all that are in the volume (`sphere`). Default: mask. */
  readonly members?: 'mask' | 'sphere'
  /** A centre with fewer members is left out. Default: 1; with `voxels` that number. */
  readonly minVoxels?: number
  /** A centre with a smaller share of its sphere in the mask is left out: 0 to 1. Default: 0. */
  readonly minFraction?: number
  /** The share is one of the sphere's voxels that are in the volume, or of the whole `sphere`. Default: volume. */
  readonly fractionOf?: 'volume' | 'sphere'
  /** The voxels to be centres, in the mask or not. Default: the mask. */
  readonly centers?: Volume
}

/** Options that were checked, with the defaults filled in. */
export interface CheckedSphere {
  readonly axes: Axes
  /** The largest distance of a member. */
  readonly limit: number
  /** 0: by the radius alone. */
  readonly voxels: number
  readonly cut: boolean
  readonly skip: boolean
  readonly wholeSphere: boolean
  readonly minVoxels: number
  readonly minFraction: number
  readonly ofWhole: boolean
  readonly centers: Volume | undefined
  readonly compute: CheckedOptions
}

/** Rows of a sphere are listed: some hundred thousands at most. */
const farthest = 255

/**
 * Checks the options, reading each once.
 * @throws CoreNativeError INVALID_ARGUMENT, INVALID_SHAPE; `signal.reason` when it is aborted already
 */
export function checkSphereOptions(options: SphereOptions, mask: Volume): CheckedSphere {
  const compute = checkOptions(options)
  const { radius, unit, affine, inclusive = true, voxels, ties, edge, members } = options ?? {}
  const { minVoxels = voxels ?? 1, minFraction = 0, fractionOf, centers } = options ?? {}
  if (typeof inclusive !== 'boolean') throw invalid('true or false', 'options.inclusive', inclusive)
  const axes = checkAxes(unit, affine)
  const sphere = {
    ...{ axes, limit: checkRadius(radius, inclusive, axes, voxels !== undefined) },
    ...{ voxels: voxels === undefined ? 0 : checkCount(voxels, 1, 'options.voxels') },
    cut: isSecond(ties, ['all', 'first'], 'ties'),
    skip: isSecond(edge, ['clip', 'skip'], 'edge'),
    wholeSphere: isSecond(members, ['mask', 'sphere'], 'members'),
    minVoxels: checkCount(minVoxels, 0, 'options.minVoxels'),
    minFraction: checkFraction(minFraction),
    ofWhole: isSecond(fractionOf, ['volume', 'sphere'], 'fractionOf'),
    centers: centers === undefined ? undefined : checkCenters(centers, mask),
    compute,
  }
  if (sphere.voxels > 0) checkGrowing(sphere, edge, members)
  return sphere
}

function checkAxes(unit: unknown, affine: Float64Array | undefined): Axes {
  if (!isSecond(unit, ['voxel', 'mm'], 'unit')) {
    if (affine !== undefined) throw invalid('mm, as there is an affine,', 'options.unit', unit)
    return voxelAxes
  }
  checkTyped(affine, ['Float64Array'], 'options.affine', 16)
  return axesOf(affine!, 'options.affine')
}

function checkRadius(radius: number | undefined, inclusive: boolean, axes: Axes, growing: boolean): number {
  if (growing && radius === undefined) return Infinity
  if (typeof radius !== 'number' || !(inclusive ? radius >= 0 : radius > 0))
    throw invalid(inclusive ? 'a number of at least 0' : 'a number above 0', 'options.radius', radius)
  const limit = limitOf(radius, inclusive)
  if (growing || reachOf(axes, limit).every((reach) => reach <= farthest)) return limit
  throw invalid(`a sphere that reaches at most ${farthest} voxels along each axis`, 'options.radius', radius)
}

function checkCount(value: number, least: number, name: string): number {
  if (Number.isSafeInteger(value) && value >= least) return value
  throw invalid(`an integer of at least ${least}`, name, value)
}

function checkFraction(value: number): number {
  if (typeof value === 'number' && value >= 0 && value <= 1) return value
  throw invalid('a number from 0 to 1', 'options.minFraction', value)
}

/** Whether an option is the second of its two values; the first is the default. */
function isSecond(value: unknown, values: readonly [string, string], name: string): boolean {
  if (value !== undefined && !values.includes(value as string))
    throw invalid(values.join(' or '), `options.${name}`, value)
  return value === values[1]
}

function checkCenters(value: Volume, mask: Volume): Volume {
  const centers = checkVolume(value, 'options.centers')
  if (centers.shape.every((size, axis) => size === mask.shape[axis])) return centers
  throw new CoreNativeError(
    'INVALID_SHAPE',
    `Expected ${mask.shape.join(' x ')}, the shape of mask, for options.centers.shape but received ${centers.shape.join(' x ')}`,
  )
}

/** A sphere that grows has no size of its own. */
function checkGrowing({ minFraction }: { readonly minFraction: number }, edge: unknown, members: unknown): void {
  const why = 'as options.voxels lets the sphere grow,'
  if (edge === 'skip') throw invalid(`clip, ${why}`, 'options.edge', edge)
  if (members === 'sphere') throw invalid(`mask, ${why}`, 'options.members', members)
  if (minFraction > 0) throw invalid(`0, ${why}`, 'options.minFraction', minFraction)
}
