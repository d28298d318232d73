import { philox } from '@likeness/core-native'
import { expect, test } from 'vitest'
import { disjointChoices } from './disjoint-choices.js'
import type { Pair } from './similarity.js'

test('every combination, the first candidates first', () => {
  const candidates: Pair[][] = [[[0, 1], [2, 3]], [[4, 5]], [[6, 7], [8, 9]]] // prettier-ignore
  expect(disjointChoices(candidates)).toEqual({
    choices: [[0, 0, 0], [0, 0, 1], [1, 0, 0], [1, 0, 1]], // prettier-ignore
    all: true,
  })
})

test('no image twice, whichever side it stands on', () => {
  const candidates: Pair[][] = [[[0, 1], [2, 3]], [[1, 9], [3, 8]]] // prettier-ignore
  expect(disjointChoices(candidates).choices).toEqual([[0, 1], [1, 0]]) // prettier-ignore
})

test('a value without a candidate is left out of every choice', () => {
  expect(disjointChoices([[], [[0, 1], [2, 3]], []]).choices).toEqual([[-1, 0, -1], [-1, 1, -1]]) // prettier-ignore
  expect(disjointChoices([[], []])).toEqual({ choices: [[-1, -1]], all: true })
})

test('none where two values have the same only pair', () => {
  expect(disjointChoices([[[0, 1]], [[2, 3]], [[0, 1]]])).toEqual({ choices: [], all: true })
})

test('agrees with trying every combination', () => {
  const random = philox(9)
  for (let trial = 0; trial < 30; trial++) {
    const candidates = Array.from({ length: 5 }, () =>
      Array.from({ length: 1 + random.integer(3) }, (): Pair => {
        const a = random.integer(12)
        return [a, (a + 1 + random.integer(11)) % 12]
      }),
    )
    const all = candidates.reduce<number[][]>(
      (some, options) => some.flatMap((choice) => options.map((_, k) => [...choice, k])),
      [[]],
    )
    const disjoint = all.filter((choice) => new Set(choice.flatMap((k, i) => candidates[i]![k]!)).size === 10)
    expect(disjointChoices(candidates)).toEqual({ choices: disjoint, all: true })
  }
})

test('stops at its limits and says so', () => {
  const wide = Array.from({ length: 12 }, (_, i): Pair[] => [0, 1, 2].map((k) => [6 * i + 2 * k, 6 * i + 2 * k + 1]))
  const { choices, all } = disjointChoices(wide, { most: 10 })
  expect([choices.length, all]).toEqual([10, false])
  // 3^12 dead ends: the first and the last value share their only pair.
  const dead: Pair[][] = [[[900, 901]], ...wide, [[900, 901]]]
  expect(disjointChoices(dead, { steps: 1000 })).toEqual({ choices: [], all: false })
})

test('exactly as many as the limit are all', () => {
  expect(disjointChoices([[[0, 1], [2, 3]]], { most: 2 }).all).toBe(true) // prettier-ignore
})
