import { availableParallelism } from 'node:os'
import { loadAddon, simdLevel, tileUnit } from './native.js'

/** What this machine and this build can do. */
export interface Capabilities {
  /** The device that `auto` takes. */
  readonly device: 'cpu' | 'reference'
  /**
   * The SIMD level in use, those that this processor can run, and the tile unit of `precision: 'fast'` (null where it is
   * absent or LIKENESS_SIMD switches it off); null without the native addon.
   */
  readonly simd: {
    readonly level: string
    readonly available: readonly string[]
    readonly tiles: 'amx' | null
  } | null
  /** Default number of threads. */
  readonly threads: number
  /** The CUDA device; null where there is none. */
  readonly cuda: null
  readonly versions: { readonly node: string; readonly napi: string; readonly compiler: string | null }
  /** One readable line for each thing that did not load. */
  readonly problems: readonly string[]
}

/**
 * Reports SIMD level, threads, devices and versions; a load that failed is a line in `problems`.
 * @throws CoreNativeError SIMD_UNAVAILABLE when LIKENESS_SIMD names a level that this machine lacks
 */
export function capabilities(): Capabilities {
  const { addon, problems } = loadAddon()
  return {
    device: addon ? 'cpu' : 'reference',
    simd: addon && {
      level: simdLevel(addon).name,
      available: addon.levels.filter((name) => name !== null),
      tiles: tileUnit(addon),
    },
    threads: availableParallelism(),
    cuda: null,
    versions: { node: process.versions.node, napi: process.versions['napi'] ?? '', compiler: addon?.compiler ?? null },
    problems,
  }
}
