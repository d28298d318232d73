import { nearestNeighbors, type ComputeOptions } from '@likeness/core-native'
import { checkFinite } from '../features/check-finite.js'
import { joined, type Source } from '../features/source.js'
import { progressParts } from '../progress-parts.js'
import { spcError, type SpcError } from '../spc-error.js'

/**
 * Who may be a target's neighbour:
 * - `self-excluded`: every other target and every filler; exact duplicates count, at distance 0 (the paper's data)
 * - `zero-excluded`: targets and fillers at a distance above 0 (what the released script means to do)
 * - `fillers-only`: fillers at a distance above 0 (what the released script does)
 */
export const neighbourModes = ['self-excluded', 'zero-excluded', 'fillers-only'] as const

export type NeighbourMode = (typeof neighbourModes)[number]

export interface DistinctivenessOptions extends ComputeOptions {
  /** Default `self-excluded`. */
  readonly mode?: NeighbourMode
  /** Bytes that the search may allocate. Default: core-native's. */
  readonly maxMemory?: number
  /**
   * Name of a file for the state of a search on disk, from which the same call goes on. Where targets and fillers are two
   * files there are two searches with a checkpoint each, `.targets` and `.fillers`; the first, shorter one is done anew
   * when the second one was interrupted.
   */
  readonly checkpoint?: string
}

/** The nearest neighbour of each target. */
export interface Distinctiveness {
  readonly mode: NeighbourMode
  /** Euclidean, float64. */
  readonly distances: Float64Array
  /** Rows of targets-then-fillers. */
  readonly neighbours: Int32Array
  readonly kinds: readonly ('target' | 'filler')[]
}

interface Found {
  /** Squared: different ones may have equal roots. */
  readonly squared: Float64Array
  readonly indices: Int32Array
}

/**
 * How far each target lies from its nearest neighbour: Euclidean distance in the full raw layer (Lin et al. 2024). Ties go
 * to the lowest row of targets-then-fillers.
 * All features are looked through first, so a file is read once more than by the search.
 * @param targets n x d, finite, of the same type as fillers
 * @param fillers m x d, in memory or on disk; targets and fillers may be parts of one file (`rowsOf`), which is then
 *   searched at once
 * @throws SpcError INVALID_ARGUMENT (mode), INVALID_FEATURES, NO_NEIGHBOUR naming the target; those of core-native;
 *   `signal.reason` once aborted
 */
export async function distinctiveness(
  targets: Source,
  fillers: Source,
  options: DistinctivenessOptions = {},
): Promise<Distinctiveness> {
  const { mode = 'self-excluded', onProgress, ...rest } = options
  if (!neighbourModes.includes(mode))
    throw spcError('INVALID_ARGUMENT', `one of ${neighbourModes.join(', ')}`, 'mode', mode)
  // Looking at every value takes some hundredths of the search.
  const [ofTargets, ofFillers, ofSearch] = progressParts(onProgress, [targets.rows, fillers.rows, 30 * (targets.rows + fillers.rows)]) // prettier-ignore
  const { signal, device } = rest
  const reading = { ...(signal && { signal }), ...(device && { device }) }
  await checkFinite(targets, 'target', { ...reading, ...ofTargets })
  await checkFinite(fillers, 'filler', { ...reading, ...ofFillers })
  const found = await search(targets, fillers, mode, { ...rest, ...ofSearch })
  const alone = found.indices.indexOf(-1)
  if (alone >= 0) throw withoutNeighbour(alone, mode)
  return {
    mode,
    distances: found.squared.map(Math.sqrt),
    neighbours: found.indices,
    kinds: Array.from(found.indices, (row) => (row < targets.rows ? 'target' : 'filler')),
  }
}

async function search(targets: Source, fillers: Source, mode: NeighbourMode, options: DistinctivenessOptions) {
  const exclude = mode === 'self-excluded' ? 'self' : 'zero'
  const whole = joined(targets, fillers)
  if (whole && mode !== 'fillers-only') return nearest(targets, whole, exclude, options)
  const { checkpoint, onProgress, ...rest } = options
  const amongTargets = mode === 'fillers-only' ? 0 : targets.rows
  const [first, second] = progressParts(onProgress, [amongTargets, fillers.rows])
  const part = (name: string) => ({ ...rest, ...(checkpoint !== undefined && { checkpoint: `${checkpoint}.${name}` }) })
  const none = nobody(targets.rows)
  const near = amongTargets > 1 ? await nearest(targets, targets, exclude, { ...part('targets'), ...first }) : none
  // A filler is never the target itself, so `self` leaves out none of them.
  const zero = exclude === 'zero' ? exclude : undefined
  const far = fillers.rows > 0 ? await nearest(targets, fillers, zero, { ...part('fillers'), ...second }) : none
  return nearer(near, far, targets.rows)
}

async function nearest(
  queries: Source,
  base: Source,
  exclude: 'self' | 'zero' | undefined,
  options: ComputeOptions,
): Promise<Found> {
  if (base.rows <= (exclude === 'self' ? 1 : 0)) return nobody(queries.rows)
  const metric = 'sqeuclidean'
  const search = { ...options, k: 1, metric, ...(exclude && { exclude }) } as const
  const { distances, indices } = await nearestNeighbors(queries, base, search)
  return { squared: distances, indices }
}

const nobody = (rows: number): Found => ({
  squared: new Float64Array(rows).fill(NaN),
  indices: new Int32Array(rows).fill(-1),
})

/** The nearer of a target and a filler; the target where they are equally near. */
function nearer(target: Found, filler: Found, targets: number): Found {
  const [squared, indices] = [target.squared.slice(), target.indices.slice()]
  for (const [i, distance] of filler.squared.entries()) {
    if (filler.indices[i]! < 0 || squared[i]! <= distance) continue
    squared[i] = distance
    indices[i] = filler.indices[i]! + targets
  }
  return { squared, indices }
}

function withoutNeighbour(target: number, mode: NeighbourMode): SpcError {
  const who = { 'self-excluded': 'another image', 'zero-excluded': 'an image that differs', 'fillers-only': 'a filler that differs' } // prettier-ignore
  return spcError('NO_NEIGHBOUR', `${who[mode]}, of finite features,`, `target ${target} (from 0)`, 'none')
}
