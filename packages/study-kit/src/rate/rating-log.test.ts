import { appendFile, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { temporaryFolder } from '../testing/temporary-folder.js'
import { RatingLog, type LogHead } from './rating-log.js'
import { ratingsCsv } from './ratings-csv.js'
import { trialsOf } from './trials.js'

const pairs = ['a', 'b', 'c', 'd']
const head: LogHead = {
  ...{ format: 'likeness-ratings/1', study: 'made', version: '1.0.0', data: 'sample', seed: 7, rater: 'anna' },
  ...{ material: 'f'.repeat(64), trials: trialsOf(pairs, 7, 'anna'), started: '2026-01-01T00:00:00.000Z' },
}
const at = '2026-01-01T00:00:01.000Z'
const rate = (trial: number, rating: number, key = `key-${trial}-${rating}-x`) => ({ key, trial, rating, milliseconds: 1500, at }) // prettier-ignore
const undo = (trial: number) => ({ key: `undo-${trial}-key`, undo: trial, at })
const events = [rate(0, 3), rate(1, 10), undo(1), rate(1, 9), rate(2, 1)]

async function written() {
  const path = join(await temporaryFolder(), 'anna.jsonl')
  const log = await RatingLog.open(path, head)
  for (const event of events) await log.append(event)
  await log.close()
  return { path, bytes: await readFile(path) }
}
async function reopened(path: string) {
  const log = await RatingLog.open(path, head)
  await log.close()
  return log.state.answers.map(({ rating }) => rating)
}

describe('a log', () => {
  test('cut off anywhere keeps every event that was written whole, and goes on', async () => {
    const { path, bytes } = await written()
    const ends = [...bytes.keys()].filter((k) => bytes[k] === 0x0a)
    const after = [[], [3], [3, 10], [3], [3, 9], [3, 9, 1]]
    for (let length = 0; length <= bytes.length; length += 23) {
      await writeFile(path, bytes.subarray(0, length))
      const whole = ends.filter((end) => end < length).length
      expect(await reopened(path), `cut at ${length}`).toEqual(after[Math.max(0, whole - 1)])
      const log = await RatingLog.open(path, head)
      const { length: next } = log.state.answers
      expect(await log.append(rate(next, 7, 'another-key'))).not.toBeNull()
      await log.close()
      expect((await reopened(path)).at(-1)).toBe(7)
    }
  })
  test('takes an event once, and none that does not fit', async () => {
    const { path, bytes } = await written()
    const log = await RatingLog.open(path, head)
    const before = log.state
    expect(await log.append(events.at(-1)!)).toBe(before)
    for (const wrong of [rate(1, 5, 'new-key-1'), rate(4, 5, 'new-key-2'), undo(1)]) {
      const fresh = 'undo' in wrong ? { ...wrong, key: 'new-key-3' } : wrong
      expect(await log.append(fresh)).toBeNull()
    }
    expect(await log.append(rate(3, 5))).not.toBeNull()
    expect(await log.append(rate(4, 5))).toBeNull()
    await log.close()
    const text = await readFile(path, 'utf8')
    expect(text.startsWith(bytes.toString())).toBe(true)
    expect(text.split('\n')).toHaveLength(8)
  })
  test.each([
    ['another seed', { seed: 8 }],
    ['another material', { material: 'e'.repeat(64) }],
    ['another data', { data: 'real' as const }],
  ])('of %s is refused', async (name, change) => {
    const { path } = await written()
    await expect(RatingLog.open(path, { ...head, ...change })).rejects.toThrow(`a log with ${name}`)
  })
  test('of another version of the study is gone on with', async () => {
    const { path } = await written()
    const log = await RatingLog.open(path, { ...head, version: '2.0.0' })
    await log.close()
    expect(log.head.version).toBe('1.0.0')
  })
  test('with a damaged line is refused by its number, and left as it is', async () => {
    const { path, bytes } = await written()
    await appendFile(path, '{"key":"x\n')
    await expect(RatingLog.open(path, head)).rejects.toThrow('for line 7 of')
    expect((await readFile(path)).length).toBe(bytes.length + 10)
    await writeFile(path, 'no log\n')
    await expect(RatingLog.open(path, head)).rejects.toThrow('Expected the head of a rating log')
  })
})

test('the table has the ratings that stand, in their order', async () => {
  const { path } = await written()
  const log = await RatingLog.open(path, head)
  await log.close()
  const [columns, ...rows] = ratingsCsv(log.head, log.state).trimEnd().split('\n')
  expect(columns).toBe('study,data,seed,rater,trial,pair,swapped,rating,seconds,rated_at')
  expect(rows).toEqual(
    [3, 9, 1].map((rating, k) => {
      const { pair, swapped } = head.trials[k]!
      return `made,sample,7,anna,${k + 1},${pair},${swapped ? 1 : 0},${rating},1.500,${at}`
    }),
  )
})

describe('the order', () => {
  const names = Array.from({ length: 200 }, (_, k) => `p${k}`)
  test('depends on seed and rater alone', () => {
    expect(trialsOf(names, 7, 'anna')).toEqual(trialsOf([...names].reverse(), 7, 'anna'))
    const order = (seed: number, rater: string) => trialsOf(names, seed, rater).map(({ pair }) => pair).join() // prettier-ignore
    expect(new Set([order(7, 'anna'), order(8, 'anna'), order(7, 'ben'), names.join()]).size).toBe(4)
  })
  test('puts each pair at each place, and on each side, about equally often', () => {
    const draws = Array.from({ length: 3000 }, (_, seed) => trialsOf(pairs, seed, 'x'))
    for (const pair of pairs) {
      for (const place of pairs.keys()) {
        const share = draws.filter((trials) => trials[place]!.pair === pair).length / draws.length
        // Four standard errors of a proportion of 1/4.
        expect(Math.abs(share - 0.25)).toBeLessThan(4 * Math.sqrt((0.25 * 0.75) / draws.length))
      }
      const swapped = draws.filter((trials) => trials.find((trial) => trial.pair === pair)!.swapped).length
      expect(Math.abs(swapped / draws.length - 0.5)).toBeLessThan(4 * Math.sqrt(0.25 / draws.length))
    }
  })
  test('says nothing of the sides', () => {
    const first = Array.from({ length: 3000 }, (_, seed) => trialsOf(pairs, seed, 'x')[0]!.swapped)
    expect(Math.abs(first.filter(Boolean).length / first.length - 0.5)).toBeLessThan(4 * Math.sqrt(0.25 / first.length))
  })
})
