import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { expectClose } from '../testing/expect-close.js'
import { searchlightRdms, searchlightRsa, type RsaComparison, type SearchlightMetric } from './index.js'

interface Golden {
  readonly betas: number[][][]
  readonly models: number[][]
  readonly cases: { members: number[]; rdms: Record<string, number[]>; values: Record<string, number[]> }[]
}
const golden = JSON.parse(readFileSync(new URL('golden/rsa.json', import.meta.url), 'utf8')) as Golden
const members = golden.cases.map((c) => c.members)
const neighbourhoods = {
  centers: Int32Array.from(members, (_, k) => k),
  offsets: Int32Array.from([0, ...members].map((_, k) => members.slice(0, k).flat().length)),
  indices: Int32Array.from(members.flat()),
}
const [folds, conditions] = [golden.betas.length, golden.betas[0]!.length]
const voxels = golden.betas[0]![0]!.length
const models = {
  data: Float64Array.from(golden.models.flat()),
  rows: golden.models.length,
  cols: golden.models[0]!.length,
}
const first = { data: Float64Array.from(golden.betas[0]!.flat()), rows: conditions, cols: voxels }
const all = { data: Float64Array.from(golden.betas.flat(2)), rows: folds * conditions, cols: voxels }
const labels = Array.from({ length: all.rows }, (_, row) => row)
const design = {
  conditions: labels.map((row) => row % conditions),
  folds: labels.map((row) => Math.floor(row / conditions)),
}

// Of 40 voxels at most, float64: a hundred units of the last place.
test.each(['cpu', 'reference'] as const)('%s: RDMs agree with SciPy and NumPy', async (device) => {
  for (const metric of Object.keys(golden.cases[0]!.rdms) as SearchlightMetric[]) {
    const { data } = await (metric === 'crossnobis'
      ? searchlightRdms(all, neighbourhoods, { metric, ...design, device })
      : searchlightRdms(first, neighbourhoods, { metric, device }))
    const expected = golden.cases.flatMap((c) => c.rdms[metric]!)
    expectClose(data, expected, (e) => 3e-14 * (1 + Math.abs(e)))
  }
})

test.each(['cpu', 'reference'] as const)('%s: comparisons with models agree with SciPy and NumPy', async (device) => {
  const comparisons = Object.keys(golden.cases[0]!.values) as RsaComparison[]
  expect(comparisons).toHaveLength(7)
  for (const comparison of comparisons) {
    const { values } = await searchlightRsa(first, neighbourhoods, models, {
      metric: 'correlation',
      comparison,
      device,
    })
    const expected = golden.cases.flatMap((c) => c.values[comparison]!)
    expectClose(values.data, expected, () => 1e-12)
  }
})
