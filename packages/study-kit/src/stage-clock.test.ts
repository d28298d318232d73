import { expect, test } from 'vitest'
import { StageClock } from './stage-clock.js'

function made() {
  const reports: [string, number, string?][] = []
  const time = { ms: 1000 }
  const clock = new StageClock(
    (stage, fraction, detail) => reports.push(detail === undefined ? [stage, fraction] : [stage, fraction, detail]),
    () => time.ms,
  )
  return { reports, time, clock }
}

test('times the stages one after another', () => {
  const { reports, time, clock } = made()
  clock.start('load')
  time.ms += 250
  const progress = clock.start('compare')
  time.ms += 1000
  progress(0.5)
  time.ms += 500
  expect(clock.end()).toEqual([
    { name: 'load', seconds: 0.25 },
    { name: 'compare', seconds: 1.5 },
  ])
  const compare = [0, 0.5, 1].map((fraction) => ['compare', fraction])
  expect(reports).toEqual([['load', 0], ['load', 1], ...compare])
})

test('never falls, ends once at 1 and passes over what is no fraction', () => {
  const { reports, clock } = made()
  const progress = clock.start('a')
  for (const fraction of [0.5, 0.2, -1, NaN, 0.5, 7, 0.9, 1]) progress(fraction)
  clock.end()
  expect(reports.map(([, fraction]) => fraction)).toEqual([0, 0.5, 1])
})

test('a detail goes with the fraction that it comes with', () => {
  const { reports, clock } = made()
  const progress = clock.start('train')
  progress(0.5, 'loss 0.3')
  progress(0.5001, 'passed over')
  progress(0.6)
  expect(reports).toEqual([['train', 0], ['train', 0.5, 'loss 0.3'], ['train', 0.6]]) // prettier-ignore
})

test('a late callback of a stage that ended says nothing', () => {
  const { reports, clock } = made()
  const late = clock.start('a')
  clock.start('a')
  late(0.5)
  clock.end()
  late(0.7)
  expect(reports.map(([, fraction]) => fraction)).toEqual([0, 1, 0, 1])
})

test('a callback for every pair gives at most about a thousand reports, the end among them', () => {
  const { reports, clock } = made()
  const progress = clock.start('pairs')
  for (let k = 1; k <= 1e5; k++) progress(k / 1e5)
  expect(reports.length).toBeGreaterThan(900)
  expect(reports.length).toBeLessThan(1100)
  expect(reports.at(-1)).toEqual(['pairs', 1])
})

test('without a stage there is nothing to end', () => {
  const { reports, clock } = made()
  expect(clock.end()).toEqual([])
  expect(reports).toEqual([])
})
