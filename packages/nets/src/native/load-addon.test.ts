import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'likeness-nets-'))
  vi.resetModules()
})
afterEach(() => {
  rmSync(folder, { recursive: true })
  vi.unstubAllEnvs()
})

/** The error of loading the file that LIKENESS_NETS_ADDON names. */
async function problemWith(file: string): Promise<string> {
  vi.stubEnv('LIKENESS_NETS_ADDON', file)
  const { loadNetsAddon } = await import('./load-addon.js')
  try {
    loadNetsAddon()
  } catch (error) {
    return (error as Error).message
  }
  return ''
}

test('an addon that is absent is one readable line', async () => {
  const file = join(folder, 'absent.node')
  const problem = await problemWith(file)
  expect(problem).toMatch(/absent\.node: Cannot find module .*; LIKENESS_NETS_ADDON names it$/)
  expect(problem).not.toContain('\n')
})

test('so is one that does not load', async () => {
  const file = join(folder, 'broken.node')
  writeFileSync(file, 'no library')
  const problem = await problemWith(file)
  expect(problem).toMatch(/broken\.node: .*(too short|invalid ELF|not a mach-o).*; LIKENESS_NETS_ADDON names it$/)
  expect(problem).not.toContain('\n')
})

test('then native is unavailable, and auto takes the next', async () => {
  vi.stubEnv('LIKENESS_NETS_ADDON', join(folder, 'absent.node'))
  const { useBackend } = await import('../backend.js')
  await expect(useBackend('native')).rejects.toMatchObject({
    code: 'BACKEND_UNAVAILABLE',
    message: expect.stringContaining('native: '),
  })
  const { name, problems } = await useBackend()
  if (name === 'tensorflow-gpu') return
  expect(name).toBe('wasm')
  expect(problems[1]).toMatch(/^native: .*absent\.node/)
})

test.each([
  [{}, '1000', undefined],
  [{ GOMP_SPINCOUNT: '7' }, '7', '7'],
  [{ OMP_WAIT_POLICY: 'active' }, undefined, undefined],
])(
  'OpenMP is told to spin briefly while the library loads, unless the user says how: %o',
  async (given, during, after) => {
    for (const name of ['GOMP_SPINCOUNT', 'OMP_WAIT_POLICY']) vi.stubEnv(name, undefined)
    for (const [name, value] of Object.entries(given)) vi.stubEnv(name, value)
    const file = join(folder, 'library.cjs')
    writeFileSync(file, 'exports.oneDNN = process.env.GOMP_SPINCOUNT')
    vi.stubEnv('LIKENESS_NETS_ADDON', file)
    const { loadNetsAddon } = await import('./load-addon.js')
    expect([loadNetsAddon().oneDNN, process.env['GOMP_SPINCOUNT']]).toEqual([during, after])
  },
)
