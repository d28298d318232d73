import { readFileSync } from 'node:fs'
import { afterAll, expect, test } from 'vitest'
import { calibrateBenjaminiHochberg } from './benjamini-hochberg.js'
import { calibrateBootstrapMean } from './bootstrap-mean.js'
import { calibrateBootstrapRsa } from './bootstrap-rsa.js'
import { calibrateNoiseCeiling } from './noise-ceiling.js'
import { calibratePermuteCorrelation } from './permute-correlation.js'
import { calibratePermuteRsa } from './permute-rsa.js'
import { tableLines, type Row } from './row.js'
import { calibrateSearchlightRsa } from './searchlight-rsa.js'
import { calibrateSignFlip } from './sign-flip.js'
import { calibrateVolumeInference } from './volume-inference.js'

const simulations: readonly (readonly [name: string, run: () => Promise<Row[]>])[] = [
  ['permuteRsa', calibratePermuteRsa],
  ['permuteCorrelation', calibratePermuteCorrelation],
  ['bootstrapRsa', calibrateBootstrapRsa],
  ['noiseCeiling', calibrateNoiseCeiling],
  ['signFlip', calibrateSignFlip],
  ['bootstrapMean', calibrateBootstrapMean],
  ['benjaminiHochberg', calibrateBenjaminiHochberg],
  ['volumeInference', calibrateVolumeInference],
  ['searchlightRsa', calibrateSearchlightRsa],
]
const rows: Row[] = []

const plain = (line: string) => line.replace(/\s*\|\s*/g, '|').replace(/-{3,}/g, '---')
const readme = readFileSync(new URL('../../src/resampling/README.md', import.meta.url), 'utf8')
  .split('\n')
  .map(plain)

afterAll(() => void process.stdout.write(`${tableLines(rows).join('\n')}\n`))

test.each(simulations)(
  '%s keeps its rates',
  async (_, run) => {
    const found = await run()
    rows.push(...found)
    expect(found.length).toBeGreaterThan(2)
    // Seeds are fixed: every machine finds what the README says.
    for (const line of tableLines(found)) expect.soft(readme).toContain(plain(line))
    for (const { inference, data, counted, observed, interval } of found) {
      expect.soft(observed, `${inference}: ${data}: ${counted}`).toBeGreaterThanOrEqual(interval[0])
      expect.soft(observed, `${inference}: ${data}: ${counted}`).toBeLessThanOrEqual(interval[1])
    }
  },
  600_000,
)
