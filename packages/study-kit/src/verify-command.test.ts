import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { writeResults } from './report/write-report.js'
import type { Results } from './results.js'
import { madeStudy, resultText, type MadeStudy } from './testing/made-study.js'
import { sha256 } from './testing/made-fetch.js'
import { runStudy } from './testing/run-made-study.js'
import { temporaryFolder } from './testing/temporary-folder.js'
import type { VerifyFlags, verifyCommand as VerifyCommand } from './verify-command.js'

// It starts a worker, which loads compiled files alone.
const compiled = new URL('../dist/verify-command.js', import.meta.url).href
const { verifyCommand } = (await import(/* @vite-ignore */ compiled)) as { verifyCommand: typeof VerifyCommand }
afterEach(() => vi.unstubAllEnvs())

const body = `
  const bytes = data === 'real' ? await read('f') : data === 'own' ? await (await file('mine')).read() : new Uint8Array(4)
  note('SIMD', process.env.LIKENESS_MADE_LEVEL ?? 'wide')
  const r = (seed + bytes[0] + options.digit) / 7 + Number(process.env.LIKENESS_MADE_ERROR ?? 0)
`
const text = (values = 'r, n: bytes.length') => `
  ${body} return ${resultText(`values: { ${values} }, numbers: [{ label: 'r', estimate: r }], methods: ['r is ' + r.toFixed(9)]`)}`

/** Runs a made study and gives what verifies its results. */
async function scene(study: MadeStudy = {}, options: Partial<Parameters<typeof runStudy>[1]> = {}) {
  const folder = await temporaryFolder()
  const made = await madeStudy({
    run: text(),
    options: { digit: 'digit', mine: { file: true, about: 'own' } },
    ...study,
  })
  const run = {
    data: 'sample',
    seed: 7,
    threads: 2,
    device: 'cpu',
    dataFolder: folder,
    acceptUnverified: false,
  } as const
  const results = await runStudy(made, { ...run, options: { digit: '3' }, ...options })
  await writeResults(folder, results)
  const path = join(folder, 'made/results.json')
  const change = async (edit: (results: Results) => void) => {
    const read = JSON.parse(await readFile(path, 'utf8')) as Results
    edit(read)
    await writeFile(path, JSON.stringify(read))
  }
  const verify = async (flags: VerifyFlags = {}, words: readonly string[] = []) => {
    const said = { stdout: '', stderr: '' }
    const stream = (name: 'stdout' | 'stderr') =>
      ({ write: (line: string) => void (said[name] += line) }) as unknown as NodeJS.WriteStream
    const streams = { stdout: stream('stdout'), stderr: stream('stderr') }
    const context = { root: folder, cwd: folder, packages: dirname(made.folder), signal: new AbortController().signal }
    vi.stubEnv('LIKENESS_DATA_DIR', folder)
    const same = await verifyCommand(path, words, flags, { ...context, ...streams })
    const progress = /^made: .*\n/gm
    return { same, stdout: said.stdout, stderr: said.stderr.replace(progress, '') }
  }
  return { folder, path, change, verify, results }
}

describe('likeness verify', () => {
  test('the same machine gives the same bits, on other threads too', async () => {
    const { verify, results } = await scene()
    expect(results).toMatchObject({ values: { r: 10 / 7 }, arguments: { digit: '3' } })
    for (const threads of ['1', '3'])
      expect(await verify({ threads })).toEqual({
        ...{ same: true, stderr: '' },
        stdout: expect.stringMatching(/^made: all \d+ values came out again, to the last bit\n$/),
      })
    expect(await verify({ quiet: true })).toEqual({ same: true, stdout: '', stderr: '' })
  })
  test('names the first number that differs, though texts before it do', async () => {
    const { verify, change } = await scene()
    const other = 10 / 7 + 2 ** -52
    await change((results) => {
      results.title = 'Another'
      results.values['r'] = other
      results.values['n'] = 5
    })
    const { same, stderr } = await verify()
    expect(same).toBe(false)
    expect(stderr).toMatch(/^likeness: made: 3 of \d+ values did not come out again, to the last bit; the first: /)
    expect(stderr).toContain(
      `the first: values.r: Expected ${other} but received ${10 / 7} (difference ${10 / 7 - other})\n`,
    )
  })
  test('names a text where no number differs', async () => {
    const { verify, change } = await scene()
    await change((results) => void (results.methods = ['r is different']))
    expect((await verify()).stderr).toMatch(
      /methods\[0\]: Expected "r is different" but received "r is 1.428571429"\n$/,
    )
  })
  test('at another SIMD level a number may move within the stated tolerance, and texts with it', async () => {
    const elsewhere = { absolute: 1e-6, relative: 0, why: 'float32' }
    const { verify } = await scene({ replication: { real: [], sample: [], elsewhere } })
    vi.stubEnv('LIKENESS_MADE_LEVEL', 'scalar')
    vi.stubEnv('LIKENESS_MADE_ERROR', '9e-7')
    expect(await verify()).toMatchObject({
      same: true,
      stdout: expect.stringContaining(
        'within 0.000001 + 0 of each number (not the same machine: SIMD: wide, now scalar)',
      ),
    })
    vi.stubEnv('LIKENESS_MADE_ERROR', '2e-6')
    expect(await verify()).toMatchObject({ same: false, stderr: expect.stringContaining('the first: values.r: ') })
    // The same machine has no such freedom.
    vi.stubEnv('LIKENESS_MADE_LEVEL', 'wide')
    vi.stubEnv('LIKENESS_MADE_ERROR', '9e-16')
    expect(await verify()).toMatchObject({ same: false, stderr: expect.stringContaining('to the last bit') })
  })
  test('another version of the study is said', async () => {
    const { verify, change } = await scene()
    await change((results) => void (results.version = '0.0.1'))
    expect((await verify()).stdout).toContain('version of the study: 0.0.1, now 1.2.3')
  })
  test('a changed input file is named with both checksums, and nothing is computed', async () => {
    const content = Buffer.from('abc')
    const entry = { name: 'f', url: 'https://example.org/f', licence: 'CC0', bytes: 3, sha256: sha256(content) }
    const data = await temporaryFolder()
    await writeFile(join(data, 'f'), content)
    const { verify, folder } = await scene({ data: { files: [entry] } }, { data: 'real', dataFolder: data })
    await writeFile(join(folder, 'f'), content)
    expect(await verify()).toMatchObject({ same: true })
    await writeFile(join(folder, 'f'), 'abd')
    expect(await verify()).toEqual({
      ...{ same: false, stdout: '' },
      stderr: `likeness: made: Expected sha256 ${entry.sha256} for f but received ${sha256(Buffer.from('abd'))} (get it from https://example.org/f)\n`,
    })
    expect((await scene({ data: { files: [entry] } }, { data: 'real', dataFolder: data }).then((s) => s.verify())).stderr).toContain(`for f but received no file`) // prettier-ignore
  })
  test('the user’s own file is found beside the command, or where an option says', async () => {
    const given = join(await temporaryFolder(), 'mine.bin')
    await writeFile(given, 'abc')
    const { verify, folder, results } = await scene({}, { options: { digit: '3', mine: given } })
    expect(results).toMatchObject({ data: 'own', arguments: { mine: 'mine.bin' } })
    expect(await verify()).toMatchObject({ same: false, stderr: expect.stringContaining('for mine.bin but received no file') }) // prettier-ignore
    expect(await verify({}, ['--mine', given])).toMatchObject({ same: true })
    await writeFile(join(folder, 'mine.bin'), 'abd')
    expect((await verify()).stderr).toContain(`for mine.bin but received ${sha256(Buffer.from('abd'))}`)
    await writeFile(join(folder, 'mine.bin'), 'abc')
    expect(await verify()).toMatchObject({ same: true })
  })
  test('a folder of the user’s: an image that changed, came or went is noticed', async () => {
    const given = join(await temporaryFolder(), 'photos')
    await mkdir(given)
    const write = (name: string, content = name) => writeFile(join(given, name), content)
    for (const name of ['a.png', 'b.png']) await write(name)
    const study = {
      options: { images: { folder: true as const, endings: ['.png'], about: 'own' } },
      run: `const { files } = await folder('images')\n return ${resultText('values: { r: files.length }')}`,
    }
    const { verify, results } = await scene(study, { options: { images: given } })
    expect(results).toMatchObject({ values: { r: 2 }, arguments: { images: 'photos' } })
    expect((await verify()).stderr).toContain('for photos but received no file')
    expect(await verify({}, ['--images', given])).toMatchObject({ same: true })
    await write('notes.txt')
    expect(await verify({}, ['--images', given])).toMatchObject({ same: true })
    const changes = [() => write('b.png', 'B.png'), () => write('c.png'), () => rm(join(given, 'a.png'))]
    for (const change of changes) {
      await write('b.png')
      await change()
      const { same, stderr } = await verify({}, ['--images', given])
      expect(same).toBe(false)
      expect(stderr).toMatch(/^likeness: made: Expected sha256 \w{64} for photos but received \w{64}\n$/)
    }
  })
  test('as JSON', async () => {
    const { verify, change } = await scene()
    await change((results) => void (results.values['n'] = 5))
    const { stdout } = await verify({ json: true })
    expect(JSON.parse(stdout)).toMatchObject({
      ...{ same: false, study: 'made', tolerance: null, otherwise: [], changed: [] },
      comparison: { differences: [{ path: 'values.n', recorded: 5, recomputed: 4, difference: -1 }] },
    })
  })
  test('what cannot be verified is one line', async () => {
    const { verify, change, path } = await scene()
    await change((results) => void delete (results as { arguments?: unknown }).arguments)
    await expect(verify()).rejects.toThrow('Expected the results of made to record their arguments but they have none')
    await change((results) => void (results.study = 'other'))
    await expect(verify()).rejects.toMatchObject({ code: 'UNKNOWN_STUDY' })
    await writeFile(path, '{"format":')
    await expect(verify()).rejects.toThrow(/^Expected a valid results.json but received text that is not JSON/)
  })
})
