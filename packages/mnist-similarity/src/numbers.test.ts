import { expect, test } from 'vitest'
import { madeAnalysis, madeCorrelation, madeRecovery } from '../test/made-analysis.js'
import { madeFindings } from '../test/made-findings.js'
import { accuracyRows, distributionRows, ratingsRows, recoveryRows } from './numbers.js'

const near = { pixels: 0.1, conv1: 0.2, conv2: 0.3, fc1: 0.4 }
const labelled = (rows: ReturnType<typeof ratingsRows>, label: string) => rows.find((row) => row.label === label)

test('accuracy in percent, with Wilson’s interval', () => {
  const rows = accuracyRows({ ...madeFindings().classified }, 58)
  expect(rows).toMatchObject([
    { estimate: (100 * 59) / 60, unit: '%', n: 60, note: '59 correct', intervals: [{ method: '95 % Wilson' }] },
    { estimate: (100 * 58) / 60, unit: '%', n: 60, note: '58 correct' },
  ])
  expect(rows[0]!.intervals![0]!.bounds).toEqual([91, 99.7])
})

test('correlations with analytic and bootstrap interval and both p values', () => {
  const { ci } = madeCorrelation(0.4)
  expect(labelled(ratingsRows(madeAnalysis(0.4, 0.8)), 'r with the mean rating')).toEqual({
    ...{ group: 'Network (fc1) and people', label: 'r with the mean rating', estimate: 0.4, n: 20 },
    intervals: [
      { bounds: ci, method: '95 % Fisher' },
      { bounds: ci, method: '95 % bootstrap, 100 resamples' },
    ],
    pValues: [
      { value: 0.2, method: '100 permutations' },
      { value: 0.2, method: 't test' },
    ],
  })
})

test('two raters add their agreement and the ceiling; one does not', () => {
  const labels = (rows: ReturnType<typeof ratingsRows>) => rows.map((row) => row.label)
  const two = labels(ratingsRows(madeAnalysis(0.4, 0.8)))
  expect(two).toHaveLength(8)
  expect(two.slice(5)).toEqual(['r between the raters', 'Spearman ρ between the raters', 'ceiling for r with the mean rating']) // prettier-ignore
  expect(labels(ratingsRows(madeAnalysis(0.4)))).toHaveLength(4)
})

test('what is not defined is null', () => {
  const row = labelled(ratingsRows(madeAnalysis(NaN, 0.8)), 'r with the mean rating')!
  expect([row.estimate, row.intervals![0]!.bounds]).toEqual([null, [null, null]])
})

test('the search, and each layer with its interval and its range over choices', () => {
  const rows = recoveryRows(madeRecovery(near, { missing: 5, count: 6, spread: 0.05 }))
  expect(rows.slice(0, 4).map(({ label, estimate }) => [label, estimate])).toEqual([
    ['printed similarities with a pair', 15],
    ['of these with exactly one pair', 15],
    ['pairs searched', 780],
    ['choices without an image twice', 6],
  ])
  expect(rows[0]!.note).toBe('within 1e-7; largest difference 1.0e-3')
  expect(rows[7]).toMatchObject({ label: 'r with the mean rating, fc1', estimate: 0.4, n: 15 })
  expect(rows[7]!.note).toBe('0.350 to 0.450 over all choices')
  expect(rows[7]!.intervals).toHaveLength(1)
})

test('nothing found: no interval, no range; a search that was cut says so', () => {
  const nan = { pixels: NaN, conv1: NaN, conv2: NaN, fc1: NaN }
  const rows = recoveryRows(madeRecovery(nan, { missing: 20, count: 100_000, all: false }))
  expect(rows[3]!.note).toContain('there may be more')
  expect(rows[7]).toEqual({ group: 'Recovered pairs', label: 'r with the mean rating, fc1', estimate: null, n: 0 })
})

test('medians at fc1 with quartiles', () => {
  expect(distributionRows(madeFindings().distributions)).toEqual([
    {
      ...{ group: 'Similarity within each digit at fc1', label: 'digit 8, median', estimate: 0.5, n: 25 },
      intervals: [{ bounds: [0.25, 0.75], method: 'quartiles of the pairs' }],
    },
  ])
})
