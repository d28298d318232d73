import { expect, test } from 'vitest'
import { pValue, signed, thousands } from './format.js'

test.each([
  [-0.17075, 3, '−0.171'],
  [0.6, 2, '0.60'],
  [-0.004, 2, '0.00'],
  [-10, 0, '−10'],
  [NaN, 2, 'NaN'],
])('%d with %d digits reads %s', (value, digits, text) => expect(signed(value, digits)).toBe(text))

test.each([
  [0, '0'],
  [999, '999'],
  [473_851, '473,851'],
])('%d reads %s', (n, text) => expect(thousands(n)).toBe(text))

test.each([
  [0.48045, 'p = 0.480'],
  [0.001, 'p = 0.001'],
  [0.00099, 'p < 0.001'],
  [1e-4, 'p < 0.001'],
])('%d reads %s', (p, text) => expect(pValue(p)).toBe(text))
