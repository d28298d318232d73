import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { killRuns, madeRun, written } from './testing/killed-runs.js'
import { longStudy } from './testing/long-study.js'
import { resultText, madeStudy } from './testing/made-study.js'
import { failure, run } from './testing/run-made-study.js'
import { temporaryFolder } from './testing/temporary-folder.js'

test('a run that was killed five times ends in the same files', async () => {
  const packages = dirname((await madeStudy(longStudy)).folder)
  const folder = await temporaryFolder()
  const same = async (out: string) => expect(await written(out)).toEqual(await written(join(folder, 'timed')))
  let state = 7
  const random = () => (state = (state * 16807) % 2147483647) / 2147483647
  const { kills, runs } = await killRuns(madeRun(packages), folder, 5, random, same)
  expect(kills).toBe(5)
  expect(runs).toBeGreaterThan(0)
})

describe('a kept stage', () => {
  // Counts how often it is computed, in a file beside the results.
  const counted = `
    const { appendFileSync } = await import('node:fs')
    stage('slow')
    const value = await cache('slow', () => {
      appendFileSync(options.count, 'x')
      note('computed', 'once')
      return { list: new Float32Array([seed, NaN]), nothing: undefined }
    })
    if (options.fails) throw new Error('killed, as it were')
    return ${resultText('values: { first: value.list[0], length: value.list.length }')}`
  const module = (fails: boolean, extra = '') => `export default {
    title: 'A', question: 'B?', dataNotes: { sample: 'Made.', real: 'Measured.' },
    parseOptions: (raw) => ({ count: raw.count, fails: ${fails} }),
    run: async (options, { seed, stage, note, cache, read, file }) => { ${extra} ${counted} },
  }`

  async function scene() {
    const folder = await temporaryFolder()
    const count = join(folder, 'count')
    await writeFile(count, '')
    const stages = { folder: join(folder, 'stages'), resume: true, fingerprint: 'one' }
    return { count, stages, times: async () => (await readFile(count, 'utf8')).length }
  }
  const options = (count: string) => ({ options: { count } })

  test('is not computed again, and brings its notes', async () => {
    const { count, stages, times } = await scene()
    await failure({ module: module(true) }, { ...options(count), stages })
    expect(await times()).toBe(1)
    const results = await run({ module: module(false) }, { ...options(count), stages })
    expect(await times()).toBe(1)
    expect(results).toMatchObject({ values: { first: 7, length: 2 }, environment: { computed: 'once' } })
    expect(results.times.stages).toMatchObject([{ name: 'slow' }])
  })
  test('is computed again by a run that does not go on, or is another one', async () => {
    for (const other of [{ resume: false }, { fingerprint: 'two' }]) {
      const { count, stages, times } = await scene()
      await run({ module: module(false) }, { ...options(count), stages })
      await run({ module: module(false) }, { ...options(count), stages: { ...stages, ...other } })
      expect(await times()).toBe(2)
    }
  })
  test('is computed again where its file is damaged', async () => {
    const { count, stages, times } = await scene()
    await run({ module: module(false) }, { ...options(count), stages })
    const [name] = await readdir(stages.folder)
    const path = join(stages.folder, name!)
    const bytes = await readFile(path)
    const wrong: Uint8Array[] = [bytes.subarray(0, -1), Buffer.concat([bytes, Buffer.of(0)]), Buffer.alloc(0)]
    wrong.push(bytes.map((byte, k) => (k === bytes.length - 3 ? byte ^ 1 : byte)))
    for (const [k, damaged] of wrong.entries()) {
      await writeFile(path, damaged)
      await run({ module: module(false) }, { ...options(count), stages })
      expect(await times()).toBe(k + 2)
    }
  })
  test('is computed again where an input became another one', async () => {
    const { count, stages, times } = await scene()
    const folder = await temporaryFolder()
    const entry = { name: 'f', url: 'https://example.org', licence: 'CC0', bytes: 1, sha256: 'a'.repeat(64) }
    const study = { module: module(false, `await read('f');`), data: { files: [entry] } }
    for (const [text, expected] of [
      ['a', 1],
      ['a', 1],
      ['b', 2],
    ] as const) {
      // prettier-ignore
      await writeFile(join(folder, 'f'), text)
      await run(study, {
        ...{ ...options(count), stages, data: 'real', dataFolder: folder, acceptUnverified: true },
      })
      expect(await times()).toBe(expected)
    }
  })
  test('needs no folder', async () => {
    const { count, times } = await scene()
    await run({ module: module(false) }, options(count))
    expect(await times()).toBe(1)
  })
  test('that cannot be written is computed all the same', async () => {
    const { count, stages, times } = await scene()
    await writeFile(stages.folder, 'a file')
    expect(await run({ module: module(false) }, { ...options(count), stages })).toMatchObject({ values: { first: 7 } })
    expect(await times()).toBe(1)
  })
  test.each([
    [`await cache('a', () => () => 1)`, /^Expected plain data from the cached stage "a" but received /],
    [`await cache('a', () => 1); await cache('a', () => 1)`, /^Expected another key .* but received "a" again$/],
    [`await cache('a', () => cache('b', () => 1))`, /^Expected the cached stage "b" to be read outside /],
    [
      `await cache('a', () => read('f'))`,
      /^Expected f to be read outside the cached stage but received a call within "a"$/,
    ],
    [`await cache('a', () => file('f'))`, /^Expected --f to be read outside the cached stage/],
  ])('is refused: %s', async (text, message) => {
    const { stages } = await scene()
    const error = await failure({ run: `${text}; return ${resultText()}` }, { stages })
    expect(error).toMatchObject({ code: 'INVALID_RESULT' })
    expect(error.message).toMatch(message)
  })
  test('of a stage that failed is not there', async () => {
    const { stages } = await scene()
    await mkdir(stages.folder)
    await failure({ run: `await cache('a', () => { throw new Error('no') })` }, { stages })
    expect(await readdir(stages.folder)).toEqual([])
  })
})
