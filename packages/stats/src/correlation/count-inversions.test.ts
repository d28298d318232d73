import fc from 'fast-check'
import { expect, test } from 'vitest'
import { countInversions } from './count-inversions.js'

test('counts what two loops count, and sorts', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 70 }), (values) => {
      let naive = 0
      for (let i = 0; i < values.length; i++)
        for (let j = i + 1; j < values.length; j++) naive += +(values[i]! > values[j]!)
      const array = Float64Array.from(values)
      expect(countInversions(array)).toBe(naive)
      expect([...array]).toEqual(values.toSorted((a, b) => a - b))
    }),
  )
})

test('counts above 2^32 stay exact', () => {
  const n = 100_000
  expect(countInversions(Float64Array.from({ length: n }, (_, i) => -i))).toBe((n * (n - 1)) / 2)
})
