import assert from 'node:assert/strict'
import fc from 'fast-check'
import { capabilities } from '../../src/index.js'
import { distanceEntries } from './distance-entries.js'
import type { Entry } from './entry.js'
import { fileEntries } from './file-entries.js'
import { randomEntries } from './random-entries.js'
import { rdmEntries } from './rdm-entries.js'
import { recipes } from './recipes.js'
import { resamplingEntries } from './resampling-entries.js'
import { searchlightEntries } from './searchlight-entries.js'
import { sparseCodingEntries } from './sparse-coding-entries.js'
import { sphereEntries } from './sphere-entries.js'
import { volumeEntries } from './volume-entries.js'

const capabilitiesEntry: Entry = {
  name: 'capabilities',
  call: capabilities as Entry['call'],
  valid: recipes(fc.constant(null), () => []),
  check: (result) => {
    const { device, simd } = result as ReturnType<typeof capabilities>
    assert(device === 'cpu' && simd?.available.includes(simd.level))
  },
}

/** Every exported function; fuzz.test.ts fails where one is missing. */
export const entries: readonly Entry[] = [
  ...resamplingEntries,
  ...distanceEntries,
  ...volumeEntries,
  ...sphereEntries,
  ...searchlightEntries,
  ...sparseCodingEntries,
  ...fileEntries,
  capabilitiesEntry,
  ...rdmEntries,
  ...randomEntries,
]

/** Exported functions without an entry, and why. */
export const exempt: Readonly<Record<string, string>> = {
  CoreNativeError: 'an error class: it takes what it is given',
  Philox: 'made by philox(), which checks; its methods have entries',
}
