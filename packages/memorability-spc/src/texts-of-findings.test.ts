import { beforeAll, describe, expect, test } from 'vitest'
import { madeFindings, madeSeeds } from '../test/made-findings.js'
import { answers } from './answers.js'
import { drawings } from './figures/index.js'
import type { Findings } from './findings.js'
import { numberRows } from './numbers.js'
import type { MemorabilityTable } from './relations/relations.js'
import { tables } from './tables.js'
import { methods } from './texts.js'
import { values } from './values.js'

let findings: Findings
beforeAll(async () => void (findings = await madeFindings()))
const answered = async (change: (table: MemorabilityTable) => MemorabilityTable) =>
  answers(await madeFindings({}, change)).map(({ answer }) => answer)

describe('answers', () => {
  test('a relation that is there, its size, and what is left beside distinctiveness', () => {
    const [remembered, beyond] = answers(findings).map(({ answer }) => answer)
    const { pearson, bootstrap } = findings.relations.correlations.reconstructionError.correctedHit
    expect(bootstrap.ci[0]).toBeGreaterThan(0)
    expect(remembered).toMatch(/^Yes: /)
    expect(remembered).toContain(`r = ${pearson.estimate.toFixed(3)} between`)
    expect(beyond).toContain('nothing was manipulated')
  })
  test('the opposite, when memorability falls with the error', async () => {
    const [remembered] = await answered((t) => ({ ...t, correctedHit: Float64Array.from(t.reconstructionError, (v) => 1 - 4 * v) })) // prettier-ignore
    expect(remembered).toMatch(/^The opposite: r = −1\.000/)
  })
  test('nothing detectable is not called a relation', async () => {
    // Every other image is remembered, whatever its error.
    const [remembered, beyond] = await answered((t) => ({ ...t, correctedHit: Float64Array.from(t.ids, (_, i) => (i % 2) / 2) })) // prettier-ignore
    expect(remembered).toMatch(
      /^Not detectably: .* The interval includes 0\.$|^Not detectably: .*includes 0\. The mean/,
    )
    expect(beyond).toMatch(/^Not detectably: /)
  })
  test('agreement of seeds, the optimum beside it, and every warning', () => {
    const last = answers(findings).at(-1)!.answer
    expect(last).toContain('Over 2 seeds the images’ reconstruction errors correlate at r = 0.950 or more.')
    expect(last).toContain('orders the images alike to r = 0.930 (ρ = 0.910), at 0.52 times the mean error')
    expect(last).toContain('1 of 3 training batches did not converge.')
  })
  test('a score of the user’s keeps its name', async () => {
    const own = await madeFindings({ data: 'own', score: 'liking' })
    expect(JSON.stringify([answers(own), numberRows(own), methods(own)])).not.toContain('corrected hit rate')
    expect(methods(own)[0]).toContain('memorability is the column “liking”.')
  })
})

describe('numbers and values', () => {
  test('an estimate stands under its label with its intervals, and under its key', () => {
    const { pearson, bootstrap } = findings.relations.correlations.distinctiveness.fa
    const row = numberRows(findings).find((one) => one.group === 'Distinctiveness with memory' && one.label === 'r with false alarm rate')! // prettier-ignore
    expect(row).toMatchObject({ estimate: pearson.estimate, n: 60, pValues: [{ value: pearson.p, method: 't test' }] })
    expect(row.intervals!.map(({ bounds }) => bounds)).toEqual([pearson.ci, bootstrap.ci])
    expect(row.intervals![1]!.method).toBe('95 % bootstrap, 200 resamples')
    expect(values(findings)['dist.fa.r']).toBe(pearson.estimate)
    expect(values(findings)['dist.fa.boot.upper']).toBe(bootstrap.ci[1])
  })
  test('beta, R² and t are those of the right predictor', () => {
    const { both, distinctiveness } = findings.relations.regression
    const v = values(findings)
    expect(both.coefficients.map(({ name }) => name)).toEqual(['reconstructionError', 'distinctiveness'])
    expect([v['ols.beta.re'], v['ols.slope.dist'], v['ols.r2.dist']]).toEqual([both.coefficients[0]!.standardized.estimate, both.coefficients[1]!.estimate, distinctiveness.r2]) // prettier-ignore
  })
  test('planted values, seeds, optimum and hubs have keys', () => {
    expect(values(findings)).toMatchObject({
      ...{ 'planted.re.r': 0.9, 'seeds.least.r': 0.95, 'lasso.r': 0.93, 'lasso.ratio': 0.52 },
      ...{ 'hubs.distinct': 3, 'hubs.id': 4, 'hubs.first': 3, 'hubs.top10': 100 },
    })
    const without = { ...findings, source: { kind: 'computed' as const, seeds: madeSeeds(findings.table.reconstructionError, false) } } // prettier-ignore
    expect(values(without)['lasso.r']).toBeNull()
  })
  test('hubs are called by what they are', () => {
    const labels = numberRows(findings).map(({ label }) => label)
    expect(labels).toContain('targets whose neighbour is target 5')
    const { rows } = tables(findings).find(({ id }) => id === 'hubs')!
    expect(rows).toEqual([['target 5', 3, 60], ['target 3', 1, 20], ['filler 2', 1, 20]]) // prettier-ignore
  })
})

describe('tables and figures', () => {
  test('every row has a cell per column; the optimum has a table where there is one', () => {
    for (const { columns, rows } of tables(findings)) for (const row of rows) expect(row).toHaveLength(columns.length)
    expect(tables(findings).map(({ id }) => id)).toEqual(['seeds', 'estimators', 'hubs'])
    expect(tables(findings)[0]!.rows[1]).toEqual(['1', expect.any(Number), 0.95, 1, 1, 0, 0])
    expect(tables(findings)[1]!.rows).toEqual([['0', 0.1, 0.93, 0.91, 0.52]])
  })
  test('the optimum has a figure where there is one', () => {
    const ids = (one: Findings) => drawings(one).map(({ id }) => id.replace('memorability-spc-', ''))
    const base = ['reconstruction', 'distinctiveness', 'partial', 'quartiles', 'training']
    expect(ids(findings)).toEqual([...base, 'estimators'])
    const without = { ...findings, source: { kind: 'computed' as const, seeds: madeSeeds(findings.table.reconstructionError, false) } } // prettier-ignore
    expect(ids(without)).toEqual(base)
  })
})
