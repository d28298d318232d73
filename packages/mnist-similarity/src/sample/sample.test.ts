import { collectFeatures, digitNet, digitNetShapes, useBackend } from '@likeness/nets'
import { expect, test } from 'vitest'
import { score } from '../classify.js'
import { drawDigits } from './draw-digit.js'
import { sampleWeights } from './sample.js'

test('the committed network has 21,840 finite weights of the right shapes', () => {
  const weights = sampleWeights()
  expect(Object.fromEntries([...weights].map(([name, { shape }]) => [name, shape]))).toEqual(digitNetShapes)
  const all = [...weights.values()].flatMap(({ data }) => [...data])
  expect(all).toHaveLength(21_840)
  expect(all.every(Number.isFinite)).toBe(true)
})

test('it gets at least 97 % of fresh drawn digits right', async () => {
  await useBackend('wasm')
  // It was trained on digits of seed 1001; this seed is no other's.
  const { images, labels } = await drawDigits(60, 31_415)
  const { fc2 } = await collectFeatures(digitNet(sampleWeights()), images, { layers: ['fc2'] })
  expect(score(fc2!.data, labels).correct).toBeGreaterThanOrEqual(0.97 * labels.length)
})
