import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { expectFigure } from '../test/expect-figure.js'
import { fakeContext } from '../test/fake-context.js'
import study from './study.js'

type Check = { key: string; expected: number; tolerance: number; description: string }
const replication = JSON.parse(readFileSync(new URL('../replication.json', import.meta.url), 'utf8')) as Record<
  'real' | 'sample',
  Check[]
>
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
  for (const { key, expected, tolerance, description } of replication.sample)
    expect(Math.abs(values[key]! - expected), description).toBeLessThanOrEqual(tolerance)
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
    await expectFigure(result.figures.find((figure) => figure.id === id)!)
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

test('every planted answer is found with a third seed', async () => {
  expectPlanted((await study.run(options, fakeContext({ seed: 20_261 }).context)).values)
})

test.each(['classify', 'classify in float64'])('aborted in stage %s', async (stage) => {
  const controller = new AbortController()
  const reason = new Error('stopped by a test')
  const { context } = fakeContext({ signal: controller.signal })
  const watched = {
    ...context,
    stage: (name: string) => {
      if (name === stage) controller.abort(reason)
      return () => {}
    },
  }
  await expect(study.run(study.parseOptions({ pairs: '1' }), watched)).rejects.toBe(reason)
})

test('too many pairs for the digit are refused before any work', async () => {
  const { context, record } = fakeContext()
  await expect(study.run(study.parseOptions({ digit: '3', pairs: '51' }), context)).rejects.toThrow(
    'Expected at most 50 pairs for --pairs (digit 3 has 100 images) but received 51',
  )
  expect(record.stages).toEqual(['load'])
})
