import { expectSnapshots } from '@likeness/figures/testing'
import { abortedAt, fakeContext, notRecovered, readReplication } from '@likeness/study-kit/testing'
import { beforeAll, describe, expect, test } from 'vitest'
import { idxPair } from '../test/idx.js'
import { drawDigits } from './sample/draw-digit.js'
import study from './study.js'

const replication = readReplication(new URL('../replication.json', import.meta.url))
const options = study.parseOptions({})
const figureIds = [
  'agreement',
  'layers',
  'recovered',
  'rdm',
  'pairs',
  'confusion',
  'predictions',
  'errors',
  'distributions',
].map((name) => `mnist-similarity-${name}`)

const expectPlanted = (values: Readonly<Record<string, number | null>>) => {
  expect(notRecovered(replication, values)).toEqual([])
  expect(values['accuracy.percent']).toBeGreaterThanOrEqual(97)
  expect(values['accuracy.correct64']).toBe(values['accuracy.correct'])
}

describe('the sample, with default seed and options', () => {
  const { context, record } = fakeContext()
  let result: Awaited<ReturnType<typeof study.run>>
  beforeAll(async () => {
    result = await study.run(options, context)
  }, 120_000)

  test('every planted answer is found', () => expectPlanted(result.values))

  test('every key of replication.json is among the values', () => {
    const keys = [...replication.real, ...replication.sample].map(({ key }) => key)
    expect(keys.filter((key) => !Object.hasOwn(result.values, key))).toEqual([])
  })

  test('stages in order, progress between 0 and 1, provenance', () => {
    expect(record.stages).toEqual(
      ['load', 'classify', 'classify in float64', 'pairs', 'distributions', 'ratings', 'recover-pairs', 'figures'], // prettier-ignore
    )
    for (const fractions of Object.values(record.progress))
      for (const f of fractions) expect(f >= 0 && f <= 1).toBe(true)
    for (const stage of ['classify', 'classify in float64', 'distributions', 'ratings'])
      expect(record.progress[stage]!.at(-1)).toBe(1)
    expect(Object.keys(record.notes)).toEqual(['TensorFlow.js backend', 'SIMD'])
  })

  test('the figures', () => expect(result.figures.map(({ id }) => id)).toEqual(figureIds))

  test.each(figureIds)('%s looks as committed', async (id) => {
    await expectSnapshots(
      result.figures.find((figure) => figure.id === id)!,
      new URL('.', import.meta.url),
    )
  })

  test('answers find what is planted, and nothing reads NaN', () => {
    expect(result.answers[0]!.answer).toMatch(/^Yes: r = 0\.600 over 20 pairs/)
    expect(JSON.stringify([result.answers, result.methods, result.numbers])).not.toMatch(/NaN|undefined/)
  })

  // Ten significant digits; six of what float32 goes into. study.long.test.ts holds two runs against each other, bit by bit.
  test('the values are those of the committed run', async () => {
    const rounded = Object.entries(result.values).map(([key, value]) => [
      key,
      value === null ? null : Number(value.toPrecision(key.startsWith('pair.') ? 6 : 10)),
    ])
    const text = `${JSON.stringify(Object.fromEntries(rounded), null, 2)}\n`
    await expect(text).toMatchFileSnapshot('__snapshots__/sample-values.json')
  })
})

test('--digit 3 --pairs 5 with another seed: those pairs, and every planted answer', async () => {
  const { values, tables, figures } = await study.run(
    study.parseOptions({ digit: '3', pairs: '5' }),
    fakeContext({ seed: 1 }).context,
  )
  expectPlanted(values)
  expect([values['pair.left'], values['pair.right']]).toEqual([3, 53])
  expect(tables!.find(({ id }) => id === 'pairs')!.rows).toHaveLength(5)
  expect(figures.find(({ id }) => id === 'mnist-similarity-pairs')!.title).toBe('Pairs of the digit 3')
})

test.each(['classify', 'classify in float64'])('aborted in stage %s', async (stage) => {
  const { context, reason } = abortedAt(stage)
  await expect(study.run(study.parseOptions({ pairs: '1' }), context)).rejects.toBe(reason)
})

test('too many pairs for the digit are refused before any work', async () => {
  const { context, record } = fakeContext()
  await expect(study.run(study.parseOptions({ digit: '3', pairs: '51' }), context)).rejects.toThrow(
    'Expected at most 50 pairs for --pairs (digit 3 has 100 images) but received 51',
  )
  expect(record.stages).toEqual(['load'])
})

test('--train beside real data: trains on MNIST’s files, analyses that network and removes its checkpoint', async () => {
  const files = {
    ...idxPair('train', await drawDigits(20, 5)),
    ...idxPair('t10k', await drawDigits(10, 6)),
  } as Record<string, Uint8Array>
  const log: string[] = []
  const checkpoint = (name: string) => ({
    read: async () => void log.push(`read ${name}`),
    write: async () => void log.push(`write ${name}`),
    remove: async () => void log.push(`remove ${name}`),
  })
  const read = (name: string) => (name in files ? Promise.resolve(files[name]!) : Promise.reject(new Error(name)))
  const { context, record } = fakeContext({ data: 'real', read, checkpoint })
  const given = study.parseOptions({ train: 'true', epochs: '2', pairs: '5' })
  const { values, figures, tables, numbers, methods } = await study.run(given, context)
  expect(record.stages.slice(0, 3)).toEqual(['load', 'train', 'classify'])
  expect(log).toEqual(['read training', 'write training', 'write training', 'remove training'])
  // The network that was trained is the one that is analysed: MNIST's test set is what was held out.
  expect(values['heldOut.percent']).toBe(values['accuracy.percent'])
  expect(figures.at(-1)!.id).toBe('mnist-similarity-learning-curve')
  expect(tables!.find(({ id }) => id === 'learning-curve')!.rows).toHaveLength(3)
  expect(numbers.filter(({ group }) => group === 'Training')).toHaveLength(4)
  expect(methods.join(' ')).toContain("MNIST's 200 training images; its test set of 100 images was held out")
  const checked = replication.real.filter(({ key }) => /^(accuracy|pair|recovered)\.(?!searched|left|right)/.test(key))
  expect(checked.map((check) => (check as unknown as { when: object }).when)).toEqual(
    checked.map(() => expect.objectContaining({ train: false })),
  )
})
