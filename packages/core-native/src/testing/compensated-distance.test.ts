import { describe, expect, test } from 'vitest'
import { metrics, pdist } from '../distance/index.js'
import { compensatedDistance } from './compensated-distance.js'
import { madeMatrix } from './made-matrix.js'

/** Rows of integers, so that BigInt evaluates the same exactly. */
const integers = (bits: number) =>
  madeMatrix('float64', 2, 1000, (value, _, f) => Math.round(value * 2 ** (f % 2 ? bits : bits / 2)))

function exact({ data, cols }: { data: Float64Array; cols: number }) {
  const [x, y] = [data.subarray(0, cols), data.subarray(cols)].map((row) => [...row].map((value) => BigInt(value)))
  const dot = (a: bigint[], b: bigint[]) => a.reduce((total, value, f) => total + value * b[f]!, 0n)
  const differences = x!.map((value, f) => value - y![f]!)
  return { x: x!, y: y!, dot, differences }
}

describe('compensatedDistance', () => {
  test('is the correctly rounded sum where BigInt knows the exact one', () => {
    const x = integers(45)
    const { dot, differences } = exact(x)
    const absolute = differences.reduce((total, value) => total + (value < 0n ? -value : value), 0n)
    expect(compensatedDistance(x, 0, x, 1, 'sqeuclidean')).toBe(Number(dot(differences, differences)))
    expect(compensatedDistance(x, 0, x, 1, 'cityblock')).toBe(Number(absolute))
  })

  test('keeps the digits of a product that cancels, where a plain sum loses all', () => {
    const values = [2 ** 30 + 1, 2 ** 30 + 1, 1, 2 ** 30 + 1, -(2 ** 30) - 1, 3]
    const x = { data: Float64Array.from(values), rows: 2, cols: 3 }
    const { dot, x: a, y: b } = exact(x)
    expect(Number(dot(a, b))).toBe(3)
    const norms = Math.sqrt(Number(dot(a, a))) * Math.sqrt(Number(dot(b, b)))
    const scaled = { ...x, data: x.data.map((value) => value * 2 ** -30) }
    expect(1 - compensatedDistance(scaled, 0, scaled, 1, 'cosine')).toBeCloseTo(3 / norms, 15)
    expect(compensatedDistance(x, 0, x, 1, 'cosine')).toBe(1 - 3 / norms)
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
