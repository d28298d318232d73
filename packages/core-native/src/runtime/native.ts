import { createRequire } from 'node:module'
import { CoreNativeError } from './errors.js'

/** What a native kernel returns: its promise settles only when no thread reads or writes the arguments any more. */
export interface NativeJob {
  readonly promise: Promise<void>
  cancel(): void
  progress(): number
}

/** The CPU binary: the SIMD levels it can run here (null: not here), and one function per kernel. */
export type NativeAddon = {
  readonly levels: readonly (string | null)[]
  readonly compiler: string
  /** The processor's tile unit; asks the system for it when first called. */
  readonly tiles: () => 'amx' | null
} & Record<string, (args: object) => NativeJob>

export interface LoadedAddon {
  readonly addon: NativeAddon | null
  /** One readable line for each place that was tried in vain. */
  readonly problems: readonly string[]
}

const require = createRequire(import.meta.url)
// From src/runtime and from dist/runtime alike: a build in the repository, then the platform's package.
const usualPlaces = [
  '../../build/Release/core_native.node',
  `@likeness/core-native-${process.platform}-${process.arch}/core_native.node`,
]
let loaded: LoadedAddon | undefined

/**
 * Loads the CPU binary once per environment (the main thread and each worker have their own): the file that
 * LIKENESS_ADDON names and no other, else the usual places. Never throws.
 */
export function loadAddon(): LoadedAddon {
  loaded ??= tryPlaces()
  return loaded
}

function tryPlaces(): LoadedAddon {
  const named = process.env['LIKENESS_ADDON']
  const problems: string[] = []
  for (const place of named ? [named] : usualPlaces)
    try {
      return { addon: require(place) as NativeAddon, problems }
    } catch (error) {
      problems.push(`${place}: ${String((error as Error).message).split('\n')[0]}`)
    }
  const advice = named ? 'LIKENESS_ADDON names it' : 'build it with: npm run build (needs g++ and CMake)'
  return { addon: null, problems: [...problems, advice] }
}

/**
 * The SIMD level that runs: the widest that the processor has, or the one that LIKENESS_SIMD forces (`amx`: the widest).
 * @throws CoreNativeError SIMD_UNAVAILABLE when the forced level is unknown or absent
 */
export function simdLevel(addon: NativeAddon): { index: number; name: string } {
  const available = addon.levels.flatMap((name, index) => (name ? [{ index, name }] : []))
  const forced = process.env['LIKENESS_SIMD']
  const widest = !forced || (forced === 'amx' && addon.tiles() === 'amx')
  const level = widest ? available.at(-1) : available.find(({ name }) => name === forced)
  if (!level) {
    const names = [...available.map(({ name }) => name), ...(addon.tiles() ? ['amx'] : [])]
    throw new CoreNativeError(
      'SIMD_UNAVAILABLE',
      `Expected one of ${names.join(', ')} for LIKENESS_SIMD but received ${forced}`,
    )
  }
  return level
}

/** The tile unit that `precision: 'fast'` uses; null where it is absent or LIKENESS_SIMD forces another level. */
export function tileUnit(addon: NativeAddon): 'amx' | null {
  const forced = process.env['LIKENESS_SIMD']
  return forced && forced !== 'amx' ? null : addon.tiles()
}
