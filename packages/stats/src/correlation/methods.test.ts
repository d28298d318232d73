import { philox } from '@likeness/core-native'
import { describe, expect, test } from 'vitest'
import { expectClose } from '../testing/closeness.js'
import { correlationMethods, gather, type CorrelationMethod } from './methods.js'

const rng = philox(31)
const x = Array.from({ length: 25 }, () => rng.integer(9))
const y = Array.from({ length: 25 }, () => rng.normal())

describe.each(Object.entries<CorrelationMethod>(correlationMethods))('%s', (_, { coefficient, permuted }) => {
  test('the coefficient of a reordered y is that of the gathered values', () => {
    const ofOrder = permuted(x, y)
    for (let s = 0; s < 20; s++) {
      const order = rng.stream(s).permutation(25)
      expectClose(ofOrder(order), coefficient(x, gather(y, order)), 0, 1e-15)
    }
  })

  test('constant gives NaN', () => {
    expect(permuted([1, 1, 1], [1, 2, 3])(Int32Array.of(0, 1, 2))).toBeNaN()
  })
})
