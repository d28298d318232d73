import { fisherInterval } from '@likeness/stats'
import { expect, test } from 'vitest'
import { madeRecovery } from '../test/made-analysis.js'
import { layerInterval, pairCount } from './layer-interval.js'

const r = { pixels: 0.1, conv1: NaN, conv2: -0.3, fc1: 0.4 }

test('counts the values that have a pair', () => {
  expect(pairCount(madeRecovery(r))).toBe(20)
  expect(pairCount(madeRecovery(r, { missing: 7 }))).toBe(13)
})

test('Fisher’s interval over the pairs that were found', () => {
  expect(layerInterval(madeRecovery(r, { missing: 7 }), 'conv2')).toEqual(fisherInterval(-0.3, 13, 0.95).ci)
})

test('none where r is not defined, or below 4 pairs', () => {
  expect(layerInterval(madeRecovery(r), 'conv1')).toBeNull()
  expect(layerInterval(madeRecovery(r, { missing: 17 }), 'fc1')).toBeNull()
  expect(layerInterval(madeRecovery(r, { missing: 16 }), 'fc1')).not.toBeNull()
})
