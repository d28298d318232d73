import { describe, expect, test } from 'vitest'
import { allCameOut, checkedKinds, replicate, replicationFile } from './replication.js'

const shown = { description: 'r', kind: 'published', expected: 0.5, tolerance: 0, digits: 3, source: 'page 1' } as const
const check = { ...shown, key: 'r.mean' }
const verdict = (changes: object, values: Record<string, number | null>, options: Record<string, unknown> = {}) =>
  replicate(replicationFile.parse({ real: [{ ...check, ...changes }], sample: [] }).real, values, options)[0]!.verdict
const next = (x: number) => x * (1 + Number.EPSILON)

describe('a value is replicated', () => {
  test.each([
    [0, 0.5, 'replicated'],
    [0, next(0.5), 'differs'],
    [0.25, 0.75, 'replicated'],
    [0.25, 0.25, 'replicated'],
    [0.25, next(0.75), 'differs'],
    [0.25, 0.25 - Number.EPSILON, 'differs'],
  ])('with tolerance %d and ours %d: %s', (tolerance, ours, expected) => {
    expect(verdict({ tolerance }, { 'r.mean': ours })).toBe(expected)
  })
  test('or missing: absent, null, not finite, or a name that every object has', () => {
    expect(verdict({}, {})).toBe('missing')
    expect(verdict({}, { 'r.mean': null })).toBe('missing')
    expect(verdict({ tolerance: 9 }, { 'r.mean': NaN })).toBe('missing')
    expect(verdict({ tolerance: 9 }, { 'r.mean': Infinity })).toBe('missing')
    expect(verdict({ key: 'constructor' }, {})).toBe('missing')
  })
  test('0 is a value', () => {
    expect(verdict({ expected: 0 }, { 'r.mean': 0 })).toBe('replicated')
    expect(verdict({ expected: 0 }, { 'r.mean': -0 })).toBe('replicated')
  })
})

describe('conditions', () => {
  const when = { digit: 8, layer: 'fc1' }
  test.each([
    [{ digit: 8, layer: 'fc1', pairs: 3 }, 'replicated'],
    [{ digit: 3, layer: 'fc1' }, 'not-applicable'],
    [{ digit: '8', layer: 'fc1' }, 'not-applicable'],
    [{}, 'not-applicable'],
  ])('%j: %s', (options, expected) => {
    expect(verdict({ when }, { 'r.mean': 0.5 }, options)).toBe(expected)
  })
  test('a value that is missing does not matter under other options', () => {
    expect(verdict({ when }, {}, {})).toBe('not-applicable')
  })
})

test('rows stand in the order of the file, with what the report shows', () => {
  const checks = [check, { ...check, description: 'other', key: 'x' }]
  const { real } = replicationFile.parse({ real: checks, sample: [] })
  expect(replicate(real, { 'r.mean': 0.5 }, {})).toEqual([
    { ...shown, ours: 0.5, verdict: 'replicated' },
    { ...shown, description: 'other', ours: null, verdict: 'missing' },
  ])
})

describe('kinds', () => {
  const { real, sample } = replicationFile.parse({
    real: [
      check,
      { ...check, kind: 'derived' },
      { ...check, kind: 'derived', key: 'x' },
      { ...check, when: { digit: 8 } },
    ],
    sample: [{ ...check, kind: undefined }],
  })
  test('only what was published is replicated', () => {
    const verdicts = (rows: readonly { verdict: string }[]) => rows.map((row) => row.verdict)
    expect(verdicts(replicate(real, { 'r.mean': 0.5 }, {}))).toEqual(['replicated', 'agrees', 'missing', 'not-applicable']) // prettier-ignore
    expect(verdicts(replicate(sample, { 'r.mean': 0.5 }, {}))).toEqual(['recovered'])
    expect(verdicts(replicate(real, { 'r.mean': 0.4 }, {})).slice(0, 2)).toEqual(['differs', 'differs'])
  })
  test('are counted apart, of those that apply', () => {
    const rows = replicate(real, { 'r.mean': 0.5 }, {})
    expect(checkedKinds({ replication: rows })).toEqual([
      { kind: 'published', rows: [rows[0], rows[3]], count: '1 of 1 published numbers replicated' },
      { kind: 'derived', rows: rows.slice(1, 3), count: '1 of 2 derived numbers agree' },
    ])
    const planted = replicate(sample, { 'r.mean': 0.4 }, {})
    expect(checkedKinds({ replication: planted })).toMatchObject([{ count: '0 of 1 planted numbers recovered' }])
  })
  test('of own data none applies, whatever its values', () => {
    const rows = replicate(real, { 'r.mean': 0.5 }, {}, false)
    expect(rows.map(({ verdict, ours }) => [verdict, ours])).toEqual(Array(4).fill(['not-applicable', null]))
  })
})

test.each([
  [['replicated', 'agrees', 'recovered', 'not-applicable'], true],
  [['replicated', 'missing'], false],
  [['differs'], false],
  [[], true],
] as const)('%j came out: %s', (verdicts, expected) => {
  expect(allCameOut(verdicts.map((v) => ({ ...shown, ours: 0.5, verdict: v })))).toBe(expected)
})

test.each([
  { tolerance: -1 },
  { tolerance: NaN },
  { digits: 13 },
  { digits: 1.5 },
  { expected: null },
  { kind: 'planted' },
  { kind: undefined },
  { key: 1 },
])('replication.json with %j is refused', (changes) => {
  expect(replicationFile.safeParse({ real: [{ ...check, ...changes }], sample: [] }).success).toBe(false)
})
