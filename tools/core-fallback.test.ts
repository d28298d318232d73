import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { writeNpyRows } from '../packages/core-native/src/testing/write-npy.js'

// The compiled core without its binary beside it, as on a machine without a compiler.
const folder = mkdtempSync(join(tmpdir(), 'likeness-core-'))
const run = (script: string, env: Readonly<Record<string, string>> = {}) => {
  const imports = `import { capabilities, openNpy, pdist } from './dist/index.js'
import { readRegion } from './dist/file/index.js'`
  writeFileSync(join(folder, 'script.mjs'), `${imports}\n${script}`)
  return spawnSync(process.execPath, ['script.mjs'], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, LIKENESS_ADDON: '', ...env },
  })
}

beforeAll(() => {
  cpSync(new URL('../packages/core-native/dist', import.meta.url), join(folder, 'dist'), { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
})
afterAll(() => rmSync(folder, { recursive: true }))

const x = '{ data: Float64Array.of(0, 0, 3, 4, 6, 8), rows: 3, cols: 2 }'

test('without the binary the reference runs, and says so once', () => {
  const { stdout, stderr, status } = run(
    `for (let k = 0; k < 3; k++) console.log((await pdist(${x}, 'euclidean')).join())`,
  )
  expect(status).toBe(0)
  expect(stdout).toBe('5,10,5\n'.repeat(3))
  expect(stderr.match(/LIKENESS_REFERENCE/g)).toHaveLength(1)
  expect(stderr).toContain('npm run build')
})

test('a named device that is absent rejects with the reason', () => {
  const { stdout } = run(`await pdist(${x}, 'cosine', { device: 'cpu' }).catch((e) => console.log(e.code, e.message))`)
  expect(stdout).toMatch(/^DEVICE_UNAVAILABLE .*received cpu: the native addon did not load \(.*core_native\.node/)
})

test('without the binary a matrix on disk is read through Node', async () => {
  await writeNpyRows(join(folder, 'x.npy'), 'float64', 3, 2, (block) => block.set([0, 0, 3, 4, 6, 8]))
  const { stdout } = run(`const out = new Float64Array(2)
await readRegion(await openNpy('x.npy'), { row: 1, rows: 2, col: 1, cols: 1 }, out)
console.log(out.join())`)
  expect(stdout).toBe('4,8\n')
})

test('capabilities() has one readable line for each place that was tried', () => {
  const { device, simd, problems } = JSON.parse(run('console.log(JSON.stringify(capabilities()))').stdout)
  expect([device, simd]).toEqual(['reference', null])
  expect(problems.length).toBeGreaterThanOrEqual(2)
  for (const line of problems) expect(line).not.toContain('\n')
})

test('LIKENESS_ADDON names the one binary that is tried', () => {
  const script = 'console.log(JSON.stringify(capabilities()))'
  const built = new URL('../packages/core-native/build/Release/core_native.node', import.meta.url).pathname
  expect(JSON.parse(run(script, { LIKENESS_ADDON: built }).stdout)).toMatchObject({ device: 'cpu', problems: [] })
  const { device, problems } = JSON.parse(run(script, { LIKENESS_ADDON: './absent.node' }).stdout)
  expect(device).toBe('reference')
  expect(problems).toEqual([expect.stringContaining('absent.node'), 'LIKENESS_ADDON names it'])
})
