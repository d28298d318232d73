import { describe, expect, test } from 'vitest'
import { formatColumn, formatInterval, formatNumber, formatP } from './format-number.js'

test.each([
  [1.2345, 2, '1.23'],
  [-0.171, 3, '\u22120.171'],
  [0, 2, '0.00'],
  [-0, 2, '0.00'],
  [-0.0004, 3, '0.000'],
  [-0.0006, 3, '\u22120.001'],
  [-0.4, 0, '0'],
  [7140, 0, '7140'],
  [1e-12, 12, '0.000000000001'],
  [null, 3, '—'],
  [undefined, 3, '—'],
  [NaN, 3, '—'],
  [-Infinity, 3, '—'],
])('formatNumber(%s, %d) = %s', (value, digits, text) => {
  expect(formatNumber(value, digits)).toBe(text)
})

test.each([
  [0, '< 0.001'],
  [0.000999, '< 0.001'],
  [0.001, '0.001'],
  [0.0494, '0.049'],
  [1, '1.000'],
  [-0.1, '—'],
  [1.001, '—'],
  [NaN, '—'],
  [null, '—'],
  [undefined, '—'],
])('formatP(%s) = %s', (p, text) => {
  expect(formatP(p)).toBe(text)
})

test('intervals', () => {
  expect(formatInterval([-0.567, 0.291], 2)).toBe('[\u22120.57, 0.29]')
  expect(formatInterval([null, 0.3], 1)).toBe('[—, 0.3]')
})

describe('a column', () => {
  test('has as many digits everywhere as its longest number', () => {
    expect(formatColumn([10, 5.76, -4.623, null])).toEqual(['10.000', '5.760', '\u22124.623', '—'])
    expect(formatColumn([1, 20, -0])).toEqual(['1', '20', '0'])
    expect(formatColumn([])).toEqual([])
  })
  test('stays as it is where an exponent is needed', () => {
    expect(formatColumn([-1e-7, 2, null])).toEqual(['\u22121e\u22127', '2', '—'])
  })
})
