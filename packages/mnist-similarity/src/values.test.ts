import { expect, test } from 'vitest'
import { madeAnalysis, madeRecovery } from '../test/made-analysis.js'
import { madeFindings } from '../test/made-findings.js'
import { values } from './values.js'

test('each value under its key', () => {
  const { analysis } = madeFindings()
  expect(values(madeFindings())).toEqual({
    'accuracy.percent': (100 * 59) / 60,
    'accuracy.correct': 59,
    'accuracy.correct64': 58,
    'pair.left': 8,
    'pair.right': 48,
    'pair.pixels': 0.11,
    'pair.conv1': 0.21,
    'pair.conv2': 0.31,
    'pair.fc1': 0.41,
    'r.mean': 0.4,
    'r.t': analysis.t,
    'r.p': 0.2,
    'r.rater1': 0.4,
    'r.rater2': 0.4,
    'r.interRater': 0.8,
    'rho.mean': 0.4,
    'rho.interRater': 0.8,
    'title.first.net': 0,
    'title.first.human': 0,
    'title.last.net': 1,
    'title.last.human': 1,
    'recovered.searched': 780,
    'recovered.matched': 20,
    'recovered.r': 0.4,
    'recovered.true': 20,
  })
})

test('true pairs count on either side, wrong ones do not, and unknown ones are null', () => {
  const { material } = madeFindings()
  const withPairs = (pairs: [number, number][] | undefined) =>
    values(madeFindings({ material: { ...material, ratings: { ...material.ratings, pairs } } }))['recovered.true']
  expect(withPairs([[1, 0], [2, 3], [5, 6]])).toBe(2) // prettier-ignore
  expect(withPairs(undefined)).toBeNull()
})

test('what is not defined is null', () => {
  const nan = { pixels: NaN, conv1: NaN, conv2: NaN, fc1: NaN }
  const v = values(madeFindings({ analysis: madeAnalysis(NaN, NaN), recovery: madeRecovery(nan) }))
  expect([v['r.mean'], v['r.t'], v['r.interRater'], v['recovered.r']]).toEqual([null, null, null, null])
  // A perfect correlation has an infinite t.
  expect(values(madeFindings({ analysis: madeAnalysis(1, 0.8) }))['r.t']).toBeNull()
  expect(values(madeFindings({ analysis: madeAnalysis(0.4) }))['r.interRater']).toBeNull()
})
