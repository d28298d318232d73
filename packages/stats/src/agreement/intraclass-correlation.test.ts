import { expect, test } from 'vitest'
import { variance } from '../moments/variance.js'
import { intraclassCorrelations } from './intraclass-correlation.js'

// Shrout & Fleiss (1979), table 2: four ratings of six targets; their coefficients, printed with two digits, on page 424.
const judges = [
  [9, 6, 8, 7, 10, 6],
  [2, 1, 4, 1, 5, 2],
  [5, 3, 6, 2, 6, 4],
  [8, 2, 8, 6, 9, 7],
]
const printed = { icc1: 0.17, icc2: 0.29, icc3: 0.71, icc1k: 0.44, icc2k: 0.62, icc3k: 0.91 }

test('the published example', () => {
  const rounded = Object.entries(intraclassCorrelations(judges)).map(([name, value]) => [
    name,
    Number(value.toFixed(2)),
  ])
  expect(Object.fromEntries(rounded)).toEqual(printed)
})

test('the last one is Cronbach’s alpha, by its own formula', () => {
  const k = judges.length
  const total = judges[0]!.map((_, i) => judges.reduce((sum, judge) => sum + judge[i]!, 0))
  const items = judges.reduce((sum, judge) => sum + variance(judge), 0)
  const alpha = (k / (k - 1)) * (1 - items / variance(total))
  expect(intraclassCorrelations(judges).icc3k).toBeCloseTo(alpha, 13)
})

test('raters who say the same agree fully; a shift of one of them costs agreement, not consistency', () => {
  const [one] = judges
  const same = intraclassCorrelations([one!, one!, one!])
  for (const value of Object.values(same)) expect(value).toBeCloseTo(1, 13)
  const shifted = intraclassCorrelations([one!, one!.map((value) => value + 3)])
  expect(shifted.icc3).toBeCloseTo(1, 13)
  expect(shifted.icc2).toBeLessThan(0.5)
})

test('what cannot be told is NaN', () => {
  const { icc3k } = intraclassCorrelations([[5, 5, 5], [5, 5, 5]]) // prettier-ignore
  expect(icc3k).toBeNaN()
  expect(intraclassCorrelations([[1, NaN, 3], [1, 2, 3]]).icc2).toBeNaN() // prettier-ignore
})

test.each([
  [[[1, 2]], /at least 2 raters/],
  [[[1], [2]], /at least 2 targets/],
  [[[1, 2], [1, 2, 3]], /2 ratings for raters\[1\]/], // prettier-ignore
])('%j is refused', (raters, message) => expect(() => intraclassCorrelations(raters)).toThrow(message))
