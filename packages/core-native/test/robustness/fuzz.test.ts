import { expect, test } from 'vitest'
import * as core from '../../src/index.js'
import { sanitized } from '../../src/testing/sanitized.js'
import { runChild } from './child.js'
import { entries, exempt } from './entries.js'
import { mutationKinds } from './mutations.js'

// LIKENESS_FUZZ_SEED and LIKENESS_FUZZ_PATH replay what a failure printed.
const replayed = process.env['LIKENESS_FUZZ_SEED']
const path = process.env['LIKENESS_FUZZ_PATH']
const calls = sanitized ? 3000 : 10_000
const drawn = 4000

type Counts = Record<string, number>

function makeRandomCalls(
  calls: number,
  seed: number,
  ...rest: string[]
): { ends: Record<string, Counts>; mutations: Counts } {
  const { status, signal, stdout, stderr, trace } = runChild('fuzz.child', [calls, seed, ...rest])
  const last = trace.trimEnd().split('\n').at(-1)
  expect(status, `LIKENESS_FUZZ_SEED=${seed} ${signal ?? ''}\nlast call: ${last}\n${stderr}`).toBe(0)
  return JSON.parse(stdout) as { ends: Record<string, Counts>; mutations: Counts }
}

test('every exported function, and every method of an exported class, has an entry', () => {
  const exported = Object.entries(core).flatMap(([name, value]) => (typeof value === 'function' ? [name, value] : []))
  const methods = Object.getOwnPropertyNames(core.Philox.prototype)
    .filter((name) => name !== 'constructor' && name !== 'position')
    .map((name) => `Philox.${name}`)
  const names = [...exported.filter((name) => typeof name === 'string'), ...methods]
  expect([...entries.map(({ name }) => name), ...Object.keys(exempt)].sort()).toEqual(names.sort())
})

test(`${calls} random calls, valid and hostile: each ends with a result or with one clear error`, () => {
  makeRandomCalls(calls, Number(replayed ?? Math.floor(Math.random() * 2 ** 31)), ...(path ? [path] : []))
}, 240_000)

// With a seed of its own, for a random one misses a rare end now and then. The mix is the generator's, whatever the binary.
test.skipIf(sanitized)(
  `${drawn} calls drawn with one seed are as mixed as they are meant to be`,
  () => {
    const { ends, mutations } = makeRandomCalls(drawn, 1)
    // A function's share, a quarter of it: some are called less often than others, and half of all calls are hostile.
    const least = drawn / entries.length / 4
    for (const { name } of entries) expect(ends[name]?.['resolved'] ?? 0, name).toBeGreaterThan(least)
    // A wrong shape is the rarest: some one in a thousand of a function's calls.
    for (const end of ['INVALID_ARGUMENT', 'INVALID_SHAPE', 'SIMD_UNAVAILABLE', 'caller', 'reason'])
      expect((ends['pdist']?.[end] ?? 0) + (ends['cdist']?.[end] ?? 0), end).toBeGreaterThan(0)
    for (const kind of mutationKinds) expect(mutations[kind] ?? 0, kind).toBeGreaterThan(0)
  },
  240_000,
)
