import { expect, test } from 'vitest'
import * as core from '../../src/index.js'
import { sanitized } from '../../src/testing/sanitized.js'
import { runChild } from './child.js'
import { entries, exempt } from './entries.js'
import { mutationKinds } from './mutations.js'

// LIKENESS_FUZZ_SEED and LIKENESS_FUZZ_PATH replay what a failure printed.
const seed = Number(process.env['LIKENESS_FUZZ_SEED'] ?? Math.floor(Math.random() * 2 ** 31))
const path = process.env['LIKENESS_FUZZ_PATH']
const calls = sanitized ? 3000 : 10_000

test('every exported function, and every method of an exported class, has an entry', () => {
  const exported = Object.entries(core).flatMap(([name, value]) => (typeof value === 'function' ? [name, value] : []))
  const methods = Object.getOwnPropertyNames(core.Philox.prototype)
    .filter((name) => name !== 'constructor' && name !== 'position')
    .map((name) => `Philox.${name}`)
  const names = [...exported.filter((name) => typeof name === 'string'), ...methods]
  expect([...entries.map(({ name }) => name), ...Object.keys(exempt)].sort()).toEqual(names.sort())
})

test(`${calls} random calls, valid and hostile: each ends with a result or with one clear error`, () => {
  const { status, signal, stdout, stderr, trace } = runChild('fuzz.child', [calls, seed, ...(path ? [path] : [])])
  const last = trace.trimEnd().split('\n').at(-1)
  expect(status, `LIKENESS_FUZZ_SEED=${seed} ${signal ?? ''}\nlast call: ${last}\n${stderr}`).toBe(0)
  const { ends, mutations } = JSON.parse(stdout) as Record<string, Record<string, Record<string, number>>>
  if (path) return
  // That the calls were as mixed as they are meant to be.
  for (const { name } of entries) expect(ends![name]!['resolved'], name).toBeGreaterThan(calls / 100)
  for (const name of ['pdist', 'cdist'])
    for (const end of ['INVALID_ARGUMENT', 'INVALID_SHAPE', 'SIMD_UNAVAILABLE', 'caller', 'reason'])
      expect(ends![name]![end], `${name} ${end}`).toBeGreaterThan(0)
  for (const kind of mutationKinds) expect(mutations![kind], kind).toBeGreaterThan(0)
}, 240_000)
