import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { madeSvg } from './testing/made-results.js'
import { resultText, type MadeStudy } from './testing/made-study.js'
import { failure, run } from './testing/run-made-study.js'
import { temporaryFolder } from './testing/temporary-folder.js'

describe('a result', () => {
  test('carries what the study gives and all that is needed to repeat it', async () => {
    const text = 'rating\n1\n'
    const folder = await temporaryFolder()
    await writeFile(join(folder, 'ratings.csv'), text)
    const sha256 = createHash('sha256').update(text).digest('hex')
    const file = { name: 'ratings.csv', licence: 'CC0', bytes: text.length, sha256 }
    const check = {
      kind: 'published',
      description: 'r',
      expected: 0.5,
      key: 'r',
      tolerance: 0.25,
      digits: 2,
      source: 'page 1',
    }
    const stages: [string, number][] = []
    const results = await run(
      {
        run: `
          const progress = stage('load')
          const bytes = await read('ratings.csv')
          progress(0.5)
          stage('compare')
          note('backend', 'wasm')
          return ${resultText(`values: { r: 0.75, n: bytes.length, undefined: null }, numbers: [{ label: 'r', estimate: 0.75 }],
            figures: [{ id: 'made-a', title: 'A', caption: 'B', svg: ${JSON.stringify(madeSvg)}, png: new Uint8Array([1, 2]) }]`)}`,
        data: { files: [{ ...file, url: 'https://example.org' }] },
        replication: { real: [check, { ...check, when: { digit: 8 } }], sample: [] },
      },
      {
        ...{ data: 'real', dataFolder: folder, options: { digit: '3' } },
        onProgress: (stage, fraction) => stages.push([stage, fraction]),
      },
    )
    expect(results).toMatchObject({
      ...{
        format: 'likeness-results/2',
        study: 'made',
        version: '1.2.3',
        title: 'A made study',
        question: 'Is it so?',
      },
      ...{ data: 'real', dataNote: 'Measured.', seed: 7, options: { digit: 3 } },
      values: { r: 0.75, n: text.length, undefined: null },
      numbers: [{ label: 'r', estimate: 0.75, digits: 3 }],
      figures: [{ id: 'made-a', png: Uint8Array.of(1, 2) }],
      inputs: [{ name: 'ratings.csv', verified: true, sha256 }],
      environment: { node: process.versions.node, backend: 'wasm', threads: '2', device: 'cpu' },
      times: { stages: [{ name: 'load' }, { name: 'compare' }] },
      replication: [{ verdict: 'replicated' }, { verdict: 'not-applicable' }],
    })
    const expected = { load: [0, 0.5, 1], compare: [0, 1] }
    expect(stages).toEqual(Object.entries(expected).flatMap(([name, all]) => all.map((at) => [name, at])))
  })
  test('may have checks that depend on the seed', async () => {
    const check = {
      description: 'r',
      expected: 1,
      key: 'r',
      tolerance: 0,
      digits: 2,
      source: 'planted',
      when: { seed: 7 },
    }
    const study = { run: `return ${resultText('values: { r: 1 }')}`, replication: { real: [], sample: [check] } }
    expect((await run(study)).replication).toMatchObject([{ kind: 'planted', verdict: 'recovered' }])
    expect((await run(study, { seed: 8 })).replication).toMatchObject([{ verdict: 'not-applicable' }])
  })
})

describe('an error', () => {
  test('of a study keeps its name, code, message and stack', async () => {
    const error = await failure({ run: `throw Object.assign(new RangeError('Expected 8'), { code: 'E_DIGIT' })` })
    expect(error).toBeInstanceOf(Error)
    expect(error).toMatchObject({ name: 'RangeError', message: 'Expected 8', code: 'E_DIGIT' })
    expect(error.stack).toContain('study.js')
  })
  test.each([`throw 'a text'`, 'throw null', 'throw { toString: () => "a text" }'])(
    'may be anything: %s',
    async (text) => {
      expect((await failure({ run: text })).message).toMatch(/^(a text|null)$/)
    },
  )
  test('of the options comes before the study runs', async () => {
    const module = `export default { parseOptions() { throw new RangeError('Expected 0 to 9 for --digit') }, run() {} }`
    expect(await failure({ module })).toMatchObject({ name: 'RangeError', message: 'Expected 0 to 9 for --digit' })
  })
  test.each<[string, MadeStudy, string | RegExp]>([
    [
      'data.json that is not JSON',
      { data: '{"files":' },
      /^Expected a valid data\.json but received text that is not JSON/,
    ],
    [
      'data.json with a name outside',
      { data: { files: [{ name: '../x' }] } },
      /data\.json but received files\.0\.name: /,
    ],
    ['replication.json', { replication: { real: [] } }, /^Expected a valid replication\.json but received sample: /],
    ['a module without a study', { module: 'export const run = 1' }, /^Expected a study as default export of /],
    ['a module that is a function', { module: 'export default () => 1' }, /^Expected a study as default export of /],
  ])('of the package is one line: %s', async (_, study, message) => {
    const error = await failure(study)
    expect(error).toMatchObject({ name: 'StudyKitError', code: 'INVALID_MANIFEST' })
    expect(error.message).toMatch(message)
    expect(error.message).not.toContain('\n')
  })
  test.each([
    ['return undefined', 'Invalid input: expected object, received undefined'],
    [`return ${resultText('values: { r: NaN }')}`, 'values.r: Invalid input: expected number, received NaN'],
    [`return ${resultText(`numbers: [{ label: 'r', estimate: '1' }]`)}`, 'numbers.0.estimate: '],
    [`return ${resultText(`figures: [{ id: '../x', title: '', caption: '', svg: '<svg></svg>' }]`)}`, 'figures.0.id: '],
    [`return ${resultText(`figures: [{ id: 'x', title: '', caption: '', svg: () => 1 }]`)}`, 'figures.0.svg: '],
    [`note('backend', 3); return ${resultText()}`, 'environment.backend: '],
  ])('of a result names the field: %s', async (text, part) => {
    const error = await failure({ run: text })
    expect(error).toMatchObject({ name: 'StudyKitError', code: 'INVALID_RESULT' })
    expect(error.message).toContain(`Expected a valid result of made but received ${part}`)
  })
})
