import { readFileSync } from 'node:fs'
import { philox } from '@likeness/core-native'
import { expect, test } from 'vitest'
import { dataDir, readData } from '@likeness/study-kit/testing'
import { params } from './params.js'
import { joinReleased } from './real.js'
import { correlationsAt } from './relations/resampled-correlations.js'
import { readReal } from './tables/read-real.js'

const { resamples, lower, upper } = params.notebook
type Check = { key: string; tolerance: number; expected: number }
const { real } = JSON.parse(readFileSync(new URL('../replication.json', import.meta.url), 'utf8')) as { real: Check[] }

// The notebook draws without a seed: how far a bound of 1,000 resamples moves from one draw to the next is measured here,
// by bootstraps repeated with other seeds, and is what the tolerances of its printed bounds are made of.
test.skipIf(dataDir === undefined)(
  'tolerances are the rounding and three Monte Carlo standard errors',
  async () => {
    const { ids, distinctiveness, reconstructionError, correctedHit } = joinReleased(await readReal(readData))
    const columns = { distinctiveness, reconstructionError, correctedHit }
    const repeats = 100
    const bounds: Record<string, number[]> = {}
    const indices = new Int32Array(ids.length)
    for (let seed = 1; seed <= repeats; seed++) {
      const values: Record<string, number[]> = { dist: [], re: [], partial: [] }
      for (let b = 0; b < resamples; b++) {
        const random = philox(seed).stream(b)
        indices.forEach((_, i) => void (indices[i] = random.integer(ids.length)))
        const { correlation, partial } = correlationsAt(columns, indices)
        values['dist']!.push(correlation('distinctiveness', 'correctedHit'))
        values['re']!.push(correlation('reconstructionError', 'correctedHit'))
        values['partial']!.push(partial('reconstructionError', 'correctedHit', 'distinctiveness'))
      }
      for (const [name, all] of Object.entries(values)) {
        const sorted = all.sort((a, b) => a - b)
        for (const [bound, place] of [
          ['lower', lower],
          ['upper', upper],
        ] as const)
          // prettier-ignore
          (bounds[`notebook.${name}.${bound}`] ??= []).push(sorted[place]!)
      }
    }
    const meanOf = (all: readonly number[]) => all.reduce((sum, v) => sum + v, 0) / all.length
    const variance = (all: readonly number[]) =>
      (meanOf(all.map((v) => (v - meanOf(all)) ** 2)) * repeats) / (repeats - 1)
    for (const name of ['dist', 're', 'partial']) {
      const keys = ['lower', 'upper'].map((bound) => `notebook.${name}.${bound}`)
      const error = Math.sqrt(meanOf(keys.map((key) => variance(bounds[key]!))))
      for (const key of keys) {
        const { tolerance, expected } = real.find((check) => check.key === key)!
        // Of two bounds a hundred times over, a standard error is known to some 5 %.
        expect(Math.abs((tolerance - 0.005) / 3 / error - 1), key).toBeLessThan(0.2)
        // The bound without the noise of the draw rounds to what is printed.
        expect(Math.round(100 * meanOf(bounds[key]!)) / 100, key).toBe(expected)
      }
    }
  },
  600_000,
)
