import { abortedAt, fakeContext, notRecovered, readReplication } from '@likeness/study-kit/testing'
import { beforeAll, describe, expect, test } from 'vitest'
import study from './study.js'

const file = readReplication(new URL('../replication.json', import.meta.url))
const withoutFiles = { file: () => Promise.resolve(undefined) }
const options = study.parseOptions({})

describe('the sample, with default seed and options', () => {
  const { context, record } = fakeContext(withoutFiles)
  let result: Awaited<ReturnType<typeof study.run>>
  beforeAll(async () => {
    result = await study.run(options, context)
  }, 120_000)

  test('every planted answer is found', () => {
    expect(notRecovered(file, result.values, options)).toEqual([])
  })
  test('stages in order, progress between 0 and 1, provenance', () => {
    expect(record.stages).toEqual(
      ['make', 'distances', 'sparse coding', 'relations', 'planted answers', 'pictures', 'figures'], // prettier-ignore
    )
    for (const fractions of Object.values(record.progress))
      for (const f of fractions) expect(f >= 0 && f <= 1).toBe(true)
    for (const stage of ['distances', 'sparse coding', 'relations']) expect(record.progress[stage]!.at(-1)).toBe(1)
    expect(Object.keys(record.notes)).toEqual(['SIMD', 'TensorFlow.js backend'])
  })
  test('figures with the training curve of every seed, and none of the released data', () => {
    const ids = result.figures.map(({ id }) => id.replace('memorability-spc-', ''))
    expect(ids).toEqual(['reconstruction', 'distinctiveness', 'partial', 'quartiles', 'training', 'estimators'])
    expect(result.figures.at(-2)!.svg).toContain('>seed 2</text>')
    for (const { svg } of result.figures) expect(svg.replace(/<[^>]+>/g, ' ')).not.toMatch(/NaN|undefined|null/)
  })
  test('the table of seeds: each with itself 1, with the others nearly', () => {
    const { columns, rows } = result.tables!.find(({ id }) => id === 'seeds')!
    expect(columns.slice(2, 5)).toEqual(['r, seed 0', 'r, seed 1', 'r, seed 2'])
    for (const [k, row] of rows.entries()) {
      expect(row[2 + k]).toBe(1)
      for (const r of row.slice(2, 5)) expect(r).toBeGreaterThan(0.7)
    }
    expect(result.values['seeds.least.r']).toBeLessThan(1)
  })
  test('answers find what is planted, and nothing reads NaN', () => {
    expect(result.answers[0]!.answer).toMatch(/^Yes: r = 0\.8\d\d .* over 200 images/)
    expect(result.answers[1]!.answer).toMatch(/^Yes: given the distance/)
    expect(result.answers.at(-1)!.answer).toMatch(/^Over 3 seeds .* r = 0\.\d\d\d or more\./)
    expect(JSON.stringify([result.answers, result.methods, result.numbers])).not.toMatch(/NaN|undefined/)
  })
})

test.each(process.env['LIKENESS_LONG'] ? [1, 20_261] : [1])(
  'every planted answer is found with seed %i of the made data, and one of the coding',
  async (seed) => {
    const { values, figures, tables } = await study.run(
      study.parseOptions({ seeds: '1' }),
      fakeContext({ ...withoutFiles, seed }).context,
    )
    expect(notRecovered(file, values)).toEqual([])
    expect(values['seeds.least.r']).toBeNull()
    expect(figures.at(-2)!.svg.split('class="line"').length - 1).toBe(1)
    expect(tables!.find(({ id }) => id === 'seeds')!.rows).toHaveLength(1)
  },
)

test.each(['distances', 'sparse coding', 'relations'])('aborted in stage %s', async (stage) => {
  const { context, reason } = abortedAt(stage, withoutFiles)
  await expect(study.run(study.parseOptions({ seeds: '1' }), context)).rejects.toBe(reason)
})

describe('replication.json', () => {
  test('what the authors print is published: the notebook’s nine numbers and two claims; the rest is derived', () => {
    const published = file.real.filter(({ kind }) => kind === 'published').map(({ key }) => key)
    const parts = ['r', 'lower', 'upper']
    expect(published).toEqual([
      ...['dist', 're', 'partial'].flatMap((name) => parts.map((part) => `notebook.${name}.${part}`)),
      ...['layers.peak.dist', 'layers.peak.partial'],
    ])
  })
  test('no key twice; a tolerance is not larger than what the digits show, bounds by chance apart', () => {
    const keys = file.real.map(({ key }) => key)
    expect(new Set(keys).size).toBe(keys.length)
    for (const { key, tolerance, digits } of file.real)
      if (!/lower|upper|boot/.test(key)) expect(tolerance, key).toBeLessThanOrEqual(10 ** -digits)
  })
})
