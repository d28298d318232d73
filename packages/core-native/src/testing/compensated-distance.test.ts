import { describe, expect, test } from 'vitest'
import { metrics, pdist } from '../distance/index.js'
import { compensatedDistance } from './compensated-distance.js'
import { fullMantissa, madeMatrix } from './made-matrix.js'

describe('compensatedDistance', () => {
  test('is the rounded exact sum, which BigInt knows, where a plain sum is not', () => {
    const x = madeMatrix('float64', 2, 10_000, (value) => Math.round(fullMantissa(value) * 2 ** 50))
    const [a, b] = [x.data.subarray(0, x.cols), x.data.subarray(x.cols)]
    const exact = a.reduce((total, value, f) => total + BigInt(Math.abs(value - b[f]!)), 0n)
    const plain = a.reduce((total, value, f) => total + Math.abs(value - b[f]!), 0)
    expect(plain).not.toBe(Number(exact))
    expect(compensatedDistance(x, 0, x, 1, 'cityblock')).toBe(Number(exact))
  })

  test.each(metrics)('%s agrees with the reference to its rounding', async (metric) => {
    const x = madeMatrix('float64', 7, 300)
    const expected = await pdist(x, metric, { device: 'reference' })
    let k = 0
    for (let i = 0; i < x.rows; i++)
      for (let j = i + 1; j < x.rows; j++)
        expect(Math.abs(compensatedDistance(x, i, x, j, metric) / expected[k++]! - 1)).toBeLessThan(1e-13)
  })
})
