import { expect, test } from 'vitest'
import { interleave, median, ratio, type Runner } from './interleave.js'

const plan = { repeats: 5, slowRepeats: 3, slowSeconds: 2, pause: 0 }

function logged(log: string[], name: string, seconds: readonly number[], mayBeFewer = false): Runner {
  let next = 0
  return {
    mayBeFewer,
    run: async () => {
      log.push(name)
      return seconds[next++]!
    },
  }
}

test('runs take turns, after one that is not counted', async () => {
  const log: string[] = []
  const a = logged(log, 'a', [100, 1, 5, 3, 4, 2])
  const b = logged(log, 'b', [0, 9, 9, 8, 9, 8])
  expect(await interleave([a, b], plan)).toEqual([
    { seconds: 3, turns: [1, 5, 3, 4, 2] },
    { seconds: 9, turns: [9, 9, 8, 9, 8] },
  ])
  expect(log.join('')).toBe('ab'.repeat(6))
})

test('only a slow runner that may be fewer is, in turns spread over all', async () => {
  const log: string[] = []
  const slow = logged(log, 's', [3, 3, 4, 5, 6, 7], true)
  const ours = logged(log, 'o', [3, 3, 4, 5, 6, 7])
  const fast = logged(log, 'f', [1, 3, 4, 5, 6, 7], true)
  const timings = await interleave([slow, ours, fast], plan)
  expect(timings.map(({ turns }) => turns)).toEqual([
    [undefined, 3, undefined, 4, 5],
    [3, 4, 5, 6, 7],
    [3, 4, 5, 6, 7],
  ])
  expect(timings.map(({ seconds }) => seconds)).toEqual([4, 5, 5])
})

test('a ratio compares turn by turn, where both ran', () => {
  const ours = { seconds: 1, turns: [1, 1, 10, 10, 10] }
  expect(ratio({ seconds: 2, turns: [2, 2, 20, undefined, 30] }, ours)).toBe(2)
})

test('median', () => {
  expect(median([7])).toBe(7)
  expect(median([10, 2, 9])).toBe(9)
  expect(median([4, 1, 3, 100])).toBe(3.5)
})
