import { expect, test } from 'vitest'
import { finite, pValue, range, signed, thousands } from './format.js'

test('numbers as a text has them', () => {
  expect([signed(-0.1234, 2), signed(-0.001, 2), signed(2, 0)]).toEqual(['−0.12', '0.00', '2'])
  expect(thousands(10264)).toBe('10,264')
  expect([range([-0.126, 0.5]), range([0.1, 0.2], 3)]).toEqual(['[−0.13, 0.50]', '[0.100, 0.200]'])
  expect([pValue(0.0004), pValue(0.0456)]).toEqual(['p < 0.001', 'p = 0.046'])
  expect([finite(0), finite(NaN), finite(Infinity), finite(null), finite(undefined)]).toEqual([
    0,
    null,
    null,
    null,
    null,
  ])
})
