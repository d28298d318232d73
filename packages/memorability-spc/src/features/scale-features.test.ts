import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { madeMatrix, matrixOf } from '../../test/made-features.js'
import { magnitudeQuantile } from './magnitude-quantile.js'
import { scaleFeatures } from './scale-features.js'

interface Case {
  type: 'float32' | 'float64'
  q: number
  values: number[]
  quantile: number
  scaled: number[]
}
const { cases } = JSON.parse(readFileSync(new URL('golden/quantile.json', import.meta.url), 'utf8')) as {
  cases: Case[]
}
const floats = { float32: Float32Array, float64: Float64Array }

describe.each(cases)('numpy: $type, $values.length values, $q', ({ type, q, values, quantile, scaled }) => {
  const data = floats[type].from(values)
  test('quantile and scaled features to the bit', () => {
    expect(magnitudeQuantile(data, q)).toBe(quantile)
    if (quantile === 0) return
    expect(scaleFeatures({ data, rows: 1, cols: data.length }, q)).toEqual({
      ...{ features: { data: floats[type].from(scaled), rows: 1, cols: data.length }, scale: quantile },
    })
  })
})

test('any float: order statistics are those of sorting', () => {
  for (const type of ['float32', 'float64'] as const) {
    const { data } = madeMatrix(1, 2049, 8, type)
    data.set([0, -0, 1e-310, -1e-45, 3e38, -3e38, 65536, 65536, -65536, Infinity], 17)
    const sorted = data.map(Math.abs).sort()
    for (let k = 0; k <= 2048; k += 31) expect(magnitudeQuantile(data, k / 2048)).toBe(sorted[k])
  }
})

test('a part of a larger buffer', () => {
  expect(magnitudeQuantile(new Float32Array([9, 1, -2, 3, 9]).subarray(1, 4), 0.5)).toBe(2)
})

describe('a layer of zeros', () => {
  const sparse = (zeros: number) => matrixOf([Array.from({ length: 100 }, (_, k) => (k < zeros ? 0 : 1))])
  test('is refused from 96 % of zeros on, and never divided', () => {
    expect(() => scaleFeatures(sparse(96))).toThrow(
      expect.objectContaining({
        code: 'ZERO_QUANTILE',
        message: 'Expected a 0.95 quantile of magnitudes above 0 for features but received 96.0 % zeros',
      }),
    )
    expect(scaleFeatures(sparse(94)).scale).toBe(1)
  })
  test('of no image is refused too', () => {
    expect(() => scaleFeatures({ data: new Float32Array(), rows: 0, cols: 5 })).toThrow(/at least one feature/)
  })
})
