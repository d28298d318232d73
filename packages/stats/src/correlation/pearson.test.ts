import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { expectClose } from '../testing/closeness.js'
import { golden } from '../testing/golden.js'
import { meanRating, raters } from '../testing/raters.js'
import { pearson } from './pearson.js'

describe('oracles', () => {
  // r is of order 1 and its rounding does not shrink with it, so the tolerance is absolute.
  test.each(golden.correlations)('SciPy: $name', ({ x, y, pearson: want }) => {
    expectClose(pearson(x, y), want.estimate, 0, 1e-13)
    expectClose(pearson(y, Float64Array.from(x)), want.estimate, 0, 1e-13)
  })

  test('published values', () => {
    const { rater1, rater2, net } = raters
    expectClose(pearson(net, meanRating), -0.17075332982050243, 1e-14)
    expectClose(pearson(net, rater1), -0.11342794831562597, 1e-14)
    expectClose(pearson(net, rater2), -0.20395451916833185, 1e-14)
    expectClose(pearson(rater1, rater2), 0.829451946742337, 1e-14)
  })
})

// Integers up to 60 that may differ by 1 in one place: rounding is up to 60 * 40 * 1e-16 of the deviations.
const ROUNDING = 2.4e-13
const paired = fc
  .array(fc.tuple(fc.integer({ min: -50, max: 50 }), fc.integer({ min: -50, max: 50 })), {
    minLength: 2,
    maxLength: 40,
  })
  .map((rows) => [rows.map((row) => row[0]), rows.map((row) => row[1])] as const)
const factor = fc.constantFrom(1e-300, 1e-8, 0.3, 7, 1e8, 1e300)

describe('properties', () => {
  test('affine maps keep r, a reflection turns its sign', () => {
    fc.assert(
      fc.property(paired, factor, fc.integer({ min: -9, max: 9 }), ([x, y], scale, shift) => {
        const mapped = y.map((v) => (v + shift) * scale)
        expectClose(pearson(x, mapped), pearson(x, y), 0, ROUNDING)
        const reflected = y.map((v) => -v)
        expectClose(pearson(x, reflected), -pearson(x, y), 0, 0)
      }),
    )
  })

  test('symmetric, within [-1, 1], and 1 with itself', () => {
    fc.assert(
      fc.property(paired, ([x, y]) => {
        const r = pearson(x, y)
        expectClose(pearson(y, x), r, 0)
        expect(Number.isNaN(r) || Math.abs(r) <= 1).toBe(true)
        if (new Set(x).size > 1) expect(pearson(x, x)).toBe(1)
      }),
    )
  })

  test('equals the textbook sums, taken exactly with BigInt', () => {
    fc.assert(
      fc.property(paired, ([x, y]) => {
        const n = BigInt(x.length)
        const sum = (f: (i: number) => number) => x.reduce((total, _, i) => total + BigInt(f(i)), 0n)
        const moment = (a: readonly number[], b: readonly number[]) =>
          Number(n * sum((i) => a[i]! * b[i]!) - sum((i) => a[i]!) * sum((i) => b[i]!))
        expectClose(pearson(x, y), moment(x, y) / Math.sqrt(moment(x, x) * moment(y, y)), 0, ROUNDING)
      }),
    )
  })
})

describe('degenerate and bad input', () => {
  test('constant, NaN and infinite give NaN', () => {
    expect(pearson([0.1, 0.1, 0.1], [1, 2, 3])).toBeNaN()
    expect(pearson([1, 2, 3], [1, NaN, 3])).toBeNaN()
    expect(pearson([1, 2, Infinity], [1, 2, 3])).toBeNaN()
  })

  test('wrong shapes throw', () => {
    expect(() => pearson([1, 2], [1])).toThrow('Expected at least 2 values for y but received 1')
    expect(() => pearson([1, 2], [1, 2, 3])).toThrow('Expected as many values as x has (2) for y but received 3')
    expect(() => pearson([], [])).toThrow('Expected at least 2 values for x but received 0')
  })
})
