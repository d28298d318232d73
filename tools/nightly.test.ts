import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { appendFileSync, cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { accessibilityFaults, browserCommand, launchBrowser } from './testing/browser.js'
import * as measures from './testing/page-measures.mjs'
import { fileFolder, root } from './testing/run-cli.js'

const { folder, remove } = await fileFolder()
afterAll(remove)
const out = join(folder, 'nightly')
const data = join(folder, 'data')

const study = `export default {
  title: 'Made', question: 'Is it so?', dataNotes: { sample: 'Made.', real: 'Measured.' },
  parseOptions: () => ({}),
  async run(_, { data, read }) {
    const r = data === 'real' ? Number(new TextDecoder().decode(await read('r.txt')).split(' ')[0]) : 0.25
    const values = { r: r + Number(process.env.MADE_DRIFT ?? 0), printed: 0.17 }
    return { values, numbers: [], figures: [], answers: [], methods: [], citations: [], notReplicated: [] }
  },
}`
const check = { key: 'r', tolerance: 1e-6, digits: 9, source: 'by hand' }
const replication = {
  real: [
    { ...check, kind: 'derived', description: 'r', expected: 0.5 },
    { ...check, kind: 'published', description: 'r as printed', key: 'printed', expected: 0.17, digits: 2 },
  ],
  sample: [{ ...check, description: 'r of the sample', expected: 0.25 }],
}
const content = '0.5 of a made file'
const file = { name: 'r.txt', url: 'https://example.org/r', licence: 'CC0', bytes: content.length }
const sha256 = createHash('sha256').update(content).digest('hex')

// The command line beside one made study, as if both were installed there.
beforeAll(() => {
  const kit = join(root, 'packages/study-kit')
  for (const name of ['dist', 'package.json'])
    cpSync(join(kit, name), join(folder, 'packages/study-kit', name), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  const files = {
    'package.json': { name: 'made', version: '1.0.0', type: 'module', likeness: { study: './study.js' } },
    'data.json': { files: [{ ...file, sha256 }] },
    'replication.json': replication,
  }
  mkdirSync(join(folder, 'packages/made'), { recursive: true })
  for (const [name, value] of Object.entries(files))
    writeFileSync(join(folder, 'packages/made', name), JSON.stringify(value))
  writeFileSync(join(folder, 'packages/made/study.js'), study)
  mkdirSync(data)
})

function night(env: Record<string, string> = {}) {
  const cli = join(folder, 'packages/study-kit/dist/cli.js')
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, 'nightly', '--out', out], {
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: undefined, LIKENESS_DATA_DIR: data, ...env },
  })
  return { status, stdout, lost: stderr.match(/(?<=lost: ).*/g) ?? [] }
}
const history = () => readFileSync(join(out, 'history.jsonl'), 'utf8').trimEnd().split('\n')
const page = () => readFileSync(join(out, 'nightly.html'), 'utf8')

test('nights on the sample, on real data, with a lost digit, on damaged data and without them', () => {
  expect(night()).toMatchObject({ status: 0, lost: [], stdout: expect.stringContaining('No digit lost: ') })
  expect(JSON.parse(history()[0]!).studies).toMatchObject([
    { data: 'sample', noData: expect.stringContaining('r.txt') },
  ])

  writeFileSync(join(data, 'r.txt'), content)
  expect(night()).toMatchObject({ status: 0, lost: [] })
  expect(JSON.parse(history()[1]!).studies).toMatchObject([{ data: 'real', inputs: [{ name: 'r.txt', sha256 }] }])

  const drifted = night({ MADE_DRIFT: '1e-8' })
  expect(drifted).toMatchObject({
    status: 1,
    lost: [expect.stringMatching(/^made: r: 15 digits agreed on .*, 7 tonight/)],
  })
  expect(page()).toContain('<h1>Likeness nightly: 1 lost</h1>')
  // The digit stays lost without an alarm each night, and comes back without one.
  expect(night({ MADE_DRIFT: '1e-8' })).toMatchObject({ status: 0 })
  expect(night()).toMatchObject({ status: 0 })
  expect(page()).toMatch(/data-value="0\.5"[^]*class="number">15<\/td>[^]*class="number">7<\/td>/)

  appendFileSync(join(out, 'history.jsonl'), '{"format":"likeness-nightly/1","star')
  writeFileSync(join(data, 'r.txt'), 'damaged')
  expect(night()).toMatchObject({ status: 1, lost: [expect.stringMatching(/^made: Expected sha256/)] })
  expect(page()).toContain('1 of its lines cannot be read')
  rmSync(join(data, 'r.txt'))
  expect(night()).toMatchObject({
    ...{ status: 1, lost: [expect.stringMatching(/^made: no real data tonight, which were there on/)] },
  })
  expect(night()).toMatchObject({ status: 0 })
  expect(history()).toHaveLength(9)
}, 120_000)

test.skipIf(!browserCommand)(
  'the page: no fault of accessibility, no request, as wide as a phone',
  async () => {
    const browser = await launchBrowser()
    try {
      const view = await browser.newPage({ viewport: { width: 380, height: 800 } })
      const said: string[] = []
      view.on('console', (message) => said.push(message.text()))
      view.on('request', (one) => void (/^(data|file):/.test(one.url()) || said.push(one.url())))
      await view.goto(pathToFileURL(join(out, 'nightly.html')).href)
      const { faults, passed } = await accessibilityFaults(view)
      expect(faults).toEqual([])
      expect(passed).toBeGreaterThan(15)
      expect(await view.evaluate(measures.horizontalOverflow)).toBe(0)
      expect((await view.evaluate(measures.lowContrast, 4.5)).found).toEqual([])
      expect(said).toEqual([])
    } finally {
      await browser.close()
    }
  },
  60_000,
)
