import { fakeContext, notRecovered, readReplication } from '@likeness/study-kit/testing'
import { expect, test } from 'vitest'
import study from './study.js'

const replication = readReplication(new URL('../replication.json', import.meta.url))
const options = study.parseOptions({})

test('two runs with the same seed give the same bits, whatever the threads', async () => {
  const [first, second] = [
    await study.run(options, fakeContext({ threads: 1 }).context),
    await study.run(options, fakeContext({ threads: 2 }).context),
  ]
  expect(second.values).toEqual(first.values)
  expect(second).toEqual(first)
})

test.each([0, 7, 99, 20_261, 2 ** 31, 2 ** 53 - 1])('every planted answer is found with seed %d', async (seed) => {
  const { values } = await study.run(options, fakeContext({ seed }).context)
  expect(notRecovered(replication, values, options)).toEqual([])
})

test('--train on drawn digits: above 97 % on held-out ones, and every planted answer', async () => {
  const given = study.parseOptions({ train: 'true' })
  const { values } = await study.run(given, fakeContext().context)
  expect(values['heldOut.percent']).toBeGreaterThan(97)
  expect(values['accuracy.percent']).toBeGreaterThan(97)
  expect(notRecovered(replication, values, given)).toEqual([])
}, 600_000)
