import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fileFolder, filesBelow, root } from './testing/run-cli.js'

const { folder, remove } = await fileFolder()
afterAll(remove)

const study = `export default {
  title: 'Made', question: 'Is it so?', dataNotes: { sample: 'Made.', real: 'Measured.', own: 'Mine.' },
  parseOptions: () => ({}),
  async run(_, { data, file }) {
    const scores = await file('scores')
    const values = { length: scores ? (await scores.read()).length : null }
    return { values, numbers: [], figures: [], answers: [], methods: [data], citations: [], notReplicated: [] }
  },
}`

// The command line beside a study that takes a file, as if both were installed there.
beforeAll(() => {
  const kit = join(root, 'packages/study-kit')
  for (const name of ['dist', 'package.json'])
    cpSync(join(kit, name), join(folder, 'packages/study-kit', name), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  const likeness = { study: './study.js', options: { scores: { file: true, about: 'own scores' } } }
  const files = {
    'package.json': JSON.stringify({ name: 'made', version: '1.0.0', type: 'module', likeness }),
    'data.json': '{ "files": [] }',
    'replication.json': '{ "real": [], "sample": [] }',
    'study.js': study,
  }
  mkdirSync(join(folder, 'packages/made'))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, 'packages/made', name), text)
  mkdirSync(join(folder, 'mine'))
  writeFileSync(join(folder, 'mine/s.csv'), 'abc')
})

function likeness(args: readonly string[], caller: string | undefined) {
  const cli = join(folder, 'packages/study-kit/dist/cli.js')
  const env = { ...process.env, INIT_CWD: caller, NODE_OPTIONS: undefined, LIKENESS_DATA_DIR: undefined }
  return spawnSync(process.execPath, [cli, ...args], { cwd: folder, env, encoding: 'utf8' })
}

test('a file counts from the folder in which npm was called, else from the working directory', () => {
  for (const [path, caller] of [
    ['s.csv', join(folder, 'mine')],
    ['mine/s.csv', undefined],
  ] as const) {
    // prettier-ignore
    const { status, stderr } = likeness(['run', 'made', '--scores', path, '--out', join(folder, 'out'), '--quiet'], caller)
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(JSON.parse(readFileSync(join(folder, 'out/made/results.json'), 'utf8'))).toMatchObject({
      ...{ data: 'own', dataNote: 'Mine.', values: { length: 3 }, methods: ['own'] },
      inputs: [{ name: 's.csv', bytes: 3, option: 'scores', verified: null }],
    })
    expect(readFileSync(join(folder, 'out/index.html'), 'utf8')).toContain('own data')
  }
})

test('a file that is not there is one line, exit code 1, and nothing written', async () => {
  const args = ['run', 'made', '--scores', 's.csv', '--out', join(folder, 'none'), '--quiet']
  const { status, stdout, stderr } = likeness(args, folder)
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
  expect(stderr).toMatch(
    /^likeness: Expected a file for --scores but received s\.csv \(nothing is there, seen from .*\)\n$/,
  )
  expect((await filesBelow(folder)).filter((file) => file.startsWith('none'))).toEqual([])
})

test('help says that it is a file', () => {
  expect(likeness(['run', '--help'], undefined).stdout).toMatch(/--scores <file> +made: own scores/)
})
