import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { doctorCommand, type DoctorParts } from './doctor-command.js'
import type { Finding, Section } from './doctor/finding.js'
import type { Machine } from './doctor/machine.js'
import { entryOf, madeBytes, unpinnedEntry } from './testing/made-fetch.js'
import { temporaryFolder } from './testing/temporary-folder.js'

afterEach(() => vi.unstubAllEnvs())
const content = madeBytes(100)

/** A machine that has everything. */
const machine: Machine = {
  ...{ node: '22.1.0', env: {} },
  run: async (program) => (program === 'nvidia-smi' ? 'H100, 81559 MiB, 570.1\n' : `${program} version 12.2.0\nmore`),
}
const missing = Object.assign(new Error('spawn ENOENT'), { code: 'ENOENT' })
const without = (...programs: string[]): Machine => ({
  ...machine,
  run: async (program, args) => (programs.includes(program) ? Promise.reject(missing) : machine.run(program, args)),
})

/** A folder of packages, given by their package.json and further files. */
async function packagesOf(packages: Record<string, Record<string, unknown>>): Promise<string> {
  const folder = await temporaryFolder()
  for (const [name, files] of Object.entries(packages)) {
    await mkdir(join(folder, name))
    for (const [file, value] of Object.entries(files))
      await writeFile(join(folder, name, file), typeof value === 'string' ? value : JSON.stringify(value))
  }
  return folder
}

async function examine(parts: DoctorParts = {}, packages?: Record<string, Record<string, unknown>>, data?: string) {
  vi.stubEnv('LIKENESS_DATA_DIR', data)
  let said = ''
  const stdout = { write: (text: string) => void (said += text) } as unknown as NodeJS.WriteStream
  const root = await temporaryFolder()
  const folder = await packagesOf(packages ?? {})
  const context = { root, cwd: root, packages: folder, signal: new AbortController().signal, stdout, stderr: stdout }
  const given = { machine, studies: async () => [], ...parts }
  const healthy = await doctorCommand({ json: true }, context, given)
  const { sections } = JSON.parse(said) as { sections: Section[] }
  const findings = sections.flatMap((section) => section.findings)
  const of = (name: string) => findings.find((one) => one.name === name) as Finding
  said = ''
  await doctorCommand({}, context, given)
  return { healthy, sections, findings, of, text: said }
}

describe('the machine', () => {
  test('that has everything is healthy', async () => {
    const { healthy, of, findings } = await examine()
    expect(healthy).toBe(true)
    expect(of('C++ compiler')).toEqual({ name: 'C++ compiler', state: 'ok', text: 'g++ version 12.2.0' })
    expect(of('GPU')).toEqual({ name: 'GPU', state: 'ok', text: 'H100, 81559 MiB, 570.1' })
    expect(of('disk').text).toMatch(/^\d+\.\d GiB free$/)
    expect(findings.filter(({ state }) => state !== 'ok').map(({ name }) => name)).toEqual(['LIKENESS_DATA_DIR'])
  })
  test.each([
    ['C++ compiler', 'g++', 'apt-get install g++'],
    ['CMake', 'cmake', 'apt-get install cmake'],
    ['CUDA compiler', 'nvcc', 'install the CUDA toolkit'],
    ['clang-format', 'clang-format', 'apt-get install clang-format'],
    ['GPU', 'nvidia-smi', 'install the driver of the GPU'],
  ])('without %s says what mends it, and is healthy', async (name, program, mend) => {
    const { healthy, of, text } = await examine({ machine: without(program) })
    expect(healthy).toBe(true)
    expect(of(name)).toMatchObject({ state: 'absent', text: expect.stringContaining(`${program} is not there`) })
    expect(of(name).mend).toContain(mend)
    expect(text).toMatch(new RegExp(`absent ${name.replaceAll('+', '\\+')} +${program.replaceAll('+', '\\+')} is not`))
    expect(text).toContain(`-> ${mend}`)
  })
  test('whose program fails says how, in one line', async () => {
    const run = () => Promise.reject(new Error('no devices\nat all'))
    const { of, healthy } = await examine({ machine: { ...machine, run } })
    expect(of('GPU')).toMatchObject({ state: 'absent', text: 'nvidia-smi fails: no devices' })
    expect(healthy).toBe(true)
  })
  test('with a driver and no GPU', async () => {
    const { of } = await examine({ machine: { ...machine, run: async () => '' } })
    expect(of('GPU')).toMatchObject({ state: 'absent', text: 'nvidia-smi names none' })
  })
  test.each(['18.20.0', '20.18.3'])('with Node %s is not healthy', async (node) => {
    const { healthy, of } = await examine({ machine: { ...machine, node } })
    expect(healthy).toBe(false)
    expect(of('Node.js')).toMatchObject({ state: 'broken', mend: 'install Node.js 20.19 or later' })
  })
})

describe('a package', () => {
  const json = { version: '1.0.0', likeness: { doctor: './doctor.mjs' } }
  const saying = (text: string) => ({ made: { 'package.json': json, 'doctor.mjs': text } })
  test('says itself what it finds', async () => {
    const finding = { name: 'SIMD', state: 'absent', text: 'none', mend: 'npm run build' }
    const { sections, healthy } = await examine({}, saying(`export default async () => [${JSON.stringify(finding)}]`))
    expect(sections).toContainEqual({ title: 'made 1.0.0', findings: [finding] })
    expect(healthy).toBe(true)
  })
  test('that finds something broken is not healthy', async () => {
    const text = `export default () => [{ name: 'addon', state: 'broken', text: 'it does not load' }]`
    expect((await examine({}, saying(text))).healthy).toBe(false)
  })
  test.each([
    ['throws', `export default () => { throw new Error('no\\nmore') }`, /^no$/],
    ['gives something else', `export default () => [{ name: 1 }]`, /^Expected findings from the doctor of made /],
    ['exports nothing', `export const doctor = 1`, /^Expected a function as default export of /],
    ['has no such module', undefined, /^it is not built: npm run build$/],
  ])('whose doctor %s is one finding beside the others', async (_, text, problem) => {
    const files = text === undefined ? { made: { 'package.json': json } } : saying(text)
    const { healthy, of, findings } = await examine({}, files)
    expect(healthy).toBe(false)
    expect(of('made')).toMatchObject({ state: 'broken', text: expect.stringMatching(problem) })
    expect(findings.length).toBeGreaterThan(8)
  })
  test('whose libraries are not installed names them', async () => {
    const dependencies = { zod: '^4', '@scope/none': '^1' }
    const packages = { made: { 'package.json': { dependencies } }, other: { 'package.json': { dependencies: {} } } }
    const { healthy, of } = await examine({}, packages)
    expect(healthy).toBe(false)
    expect(of('made')).toEqual({
      ...{ name: 'made', state: 'broken', text: 'not installed: zod, @scope/none', mend: 'npm ci' },
    })
    expect(of('other')).toEqual({ name: 'other', state: 'ok', text: 'all 0' })
  })
})

describe('real data', () => {
  const entry = entryOf(content, 'https://example.org/f')
  const studies = async () => [{ study: 'made', manifest: { files: [entry, unpinnedEntry('', { name: 'more', optional: true, download: undefined })] } }] // prettier-ignore
  const withFile = async (bytes: Uint8Array) => {
    const folder = await temporaryFolder()
    await mkdir(join(folder, 'set'))
    await writeFile(join(folder, 'set/file.bin'), bytes)
    return folder
  }
  test('that are there are all there, without what a study can do without', async () => {
    const { healthy, of } = await examine({ studies }, {}, await withFile(content))
    expect(of('made')).toEqual({ name: 'made', state: 'ok', text: 'all 1 files' })
    expect(healthy).toBe(true)
  })
  test('that are missing are fetched by one command', async () => {
    for (const folder of [undefined, await temporaryFolder()]) {
      const { healthy, of } = await examine({ studies }, {}, folder)
      expect(of('made')).toEqual({
        ...{ name: 'made', state: 'absent', text: '0 of 1 files; set/file.bin: missing' },
        mend: 'npm run likeness -- fetch made',
      })
      expect(healthy).toBe(true)
    }
  })
  test('that are another file are broken', async () => {
    const { healthy, of } = await examine({ studies }, {}, await withFile(content.map((byte) => byte ^ 1)))
    expect(healthy).toBe(false)
    expect(of('made').text).toMatch(/sha256 [0-9a-f]{64}, not [0-9a-f]{64}$/)
    expect(of('made').mend).toBe('npm run likeness -- fetch made --replace')
  })
  test('that a person must get say where', async () => {
    const files = [entryOf(content, '', { download: undefined, byHand: 'sign' })]
    const { of } = await examine({ studies: async () => [{ study: 'made', manifest: { files } }] })
    expect(of('made').mend).toBe('by hand: https://example.org/page')
  })
  test('without a checksum are recorded', async () => {
    const files = [unpinnedEntry('https://example.org/f')]
    const made = async () => [{ study: 'made', manifest: { files } }]
    expect((await examine({ studies: made })).of('made').mend).toBe('npm run likeness -- fetch made --record')
    const { of } = await examine({ studies: made }, {}, await withFile(content))
    expect(of('made').text).toContain('there, but its checksum is not recorded')
  })
  test('whose folder is none are broken', async () => {
    const { healthy, of } = await examine({ studies }, {}, join(await temporaryFolder(), 'none'))
    expect(healthy).toBe(false)
    expect(of('LIKENESS_DATA_DIR')).toMatchObject({ state: 'broken', mend: expect.stringMatching(/^mkdir -p .*none$/) })
  })
  test('whose manifest is damaged are one finding', async () => {
    const { healthy, of } = await examine({ studies: () => Promise.reject(new Error('Expected a valid data.json')) })
    expect(healthy).toBe(false)
    expect(of('manifests')).toMatchObject({ state: 'broken', text: 'Expected a valid data.json' })
  })
})
