import { digitNet, useBackend } from '@likeness/nets'
import { expect, test } from 'vitest'
import { classify, countCorrect64, score } from './classify.js'
import { drawDigits } from './sample/draw-digit.js'
import { sampleWeights } from './sample/sample.js'

const logits = (...rows: Record<number, number>[]) =>
  rows.flatMap((row) => Array.from({ length: 10 }, (_, k) => row[k] ?? 0))

test('predictions, confusion, errors and interval by hand', () => {
  const c = score(logits({ 3: 2 }, { 3: 1 }, { 7: 5 }, { 0: 9 }), Uint8Array.from([3, 5, 7, 1]))
  expect([...c.predicted]).toEqual([3, 3, 7, 0])
  expect(c.probability[0]).toBeCloseTo(Math.exp(2) / (Math.exp(2) + 9), 15)
  expect([c.confusion[3]![3], c.confusion[5]![3], c.confusion[7]![7], c.confusion[1]![0]]).toEqual([1, 1, 1, 1])
  expect(c.confusion.flat().reduce((sum, n) => sum + n, 0)).toBe(4)
  // The most confident error first: image 3 (9 against zeros), then image 1.
  expect(c).toMatchObject({ correct: 2, n: 4, errors: [3, 1] })
  // Wilson's interval of 2 of 4, from its formula with z = 1.959964.
  const z2 = 1.959963984540054 ** 2
  const half = (Math.sqrt(z2) * Math.sqrt(4 * 0.25 + z2 / 4)) / (4 + z2)
  expect(c.interval[0]).toBeCloseTo(0.5 - half, 12)
  expect(c.interval[1]).toBeCloseTo(0.5 + half, 12)
})

test('of equal logits the lowest digit wins', () => {
  const c = score(logits({}, { 4: 1, 6: 1 }), Uint8Array.from([0, 6]))
  expect([...c.predicted]).toEqual([0, 4])
  expect(c.probability[0]).toBeCloseTo(0.1, 15)
})

test('equally confident errors keep the order of the images', () => {
  expect(score(logits({ 1: 3 }, { 2: 3 }, { 3: 3 }), Uint8Array.from([9, 9, 9])).errors).toEqual([0, 1, 2])
})

test('large logits do not overflow', () => {
  const c = score(logits({ 1: 1e4, 2: 1e4 }, { 5: -1e300 }, { 8: 1e308, 9: -1e308 }), Uint8Array.from([1, 0, 8]))
  expect(c.probability[0]).toBeCloseTo(0.5, 12)
  expect(c.probability[1]).toBeCloseTo(1 / 9, 12)
  expect(c.probability[2]).toBe(1)
})

test.each([NaN, Infinity])('%d is no logit', (value) => {
  expect(() => score(logits({}, { 4: value }), Uint8Array.from([0, 0]))).toThrow(
    `Expected finite logits for image 1 but received ${value}`,
  )
})

test('float32 and float64 agree on drawn digits, and progress reaches 1', async () => {
  await useBackend('wasm')
  const material = {
    ...(await drawDigits(4, 77)),
    weights: sampleWeights(),
    ratings: { digit: 8, raters: [], network: [] },
  }
  const progress: number[][] = [[], []]
  const run = (k: number) => ({
    signal: new AbortController().signal,
    onProgress: (fraction: number) => void progress[k]!.push(fraction),
  })
  const c = await classify(digitNet(material.weights), material, run(0))
  expect(c.n).toBe(40)
  expect(await countCorrect64(material, run(1))).toBe(c.correct)
  expect(progress.map((fractions) => fractions.at(-1))).toEqual([1, 1])
})
