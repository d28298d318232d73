import { describe, expect, test } from 'vitest'
import { differencesOf } from './differences.js'

const paths = (a: unknown, b: unknown, tolerance: Parameters<typeof differencesOf>[2] = null) =>
  differencesOf(a, b, tolerance).differences.map(({ path }) => path)

describe('to the last bit', () => {
  test('the same has no difference, and every leaf counts', () => {
    const value = { a: [1, null, 'x'], b: { c: 0.1, d: [] }, e: {} }
    expect(differencesOf(value, structuredClone(value), null)).toEqual({ compared: 6, differences: [] })
  })
  test('the next float64 differs, with path, both numbers and their difference', () => {
    const next = 0.1 + 2 ** -56
    expect(differencesOf({ rows: [{ 'a.b': 0.1 }] }, { rows: [{ 'a.b': next }] }, null).differences).toEqual([
      { path: 'rows[0]["a.b"]', recorded: 0.1, recomputed: next, difference: next - 0.1 },
    ])
  })
  test.each<[unknown, unknown, string[]]>([
    [{ a: 1 }, { a: null }, ['a']],
    [{ a: 1 }, { a: '1' }, ['a']],
    [{ a: 1 }, {}, ['', 'a']],
    [{ a: 1, b: 2 }, { b: 2 }, ['a']],
    [{ b: 2 }, { b: 2, a: 1 }, ['a']],
    [{ a: [1, 2] }, { a: [1] }, ['a[1]']],
    [{ a: [] }, { a: [1] }, ['a', 'a[0]']],
    [{ a: 'x' }, { a: 'y' }, ['a']],
    [{ a: [] }, { a: {} }, []],
  ])('%j and %j differ at %j', (a, b, expected) => {
    expect(paths(a, b).sort()).toEqual([...expected].sort())
  })
  test('differences stand in the order of the record', () => {
    expect(paths({ b: 1, a: [1, 2] }, { a: [2, 3], b: 2 })).toEqual(['b', 'a[0]', 'a[1]'])
  })
})

describe('within a tolerance', () => {
  const tolerance = { absolute: 0.5, relative: 0.25 }
  test.each<[number, number, boolean]>([
    [0, 0.5, true],
    [0, 0.75, false],
    [4, 5.75, true],
    [4, 6.5, false],
    [-4, -5.75, true],
    [1, -1, false],
  ])('%d and %d: %s', (a, b, same) => {
    expect(paths({ a }, { a: b }, tolerance)).toEqual(same ? [] : ['a'])
  })
  test('texts are passed over, what is missing is not', () => {
    expect(paths({ a: 'x', b: 1, c: 1 }, { a: 'y', b: null }, tolerance)).toEqual(['b', 'c'])
  })
})
