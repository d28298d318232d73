import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { checkOptions } from '../runtime/options.js'
import { runKernel } from '../runtime/run-kernel.js'
import { atSimdLevel, simdLevels } from '../testing/simd-levels.js'
import { splitWords } from './arguments.js'
import { philox } from './philox.js'

interface Golden {
  blocks: { counter: number[]; key: number[]; out: number[] }[]
}
const golden = JSON.parse(readFileSync(new URL('./golden/philox.json', import.meta.url), 'utf8')) as Golden
const kinds = ['blocks', 'below', 'permutation'] as const

/** What kernels draw (philox.h), at one SIMD level. */
async function drawn(
  level: string,
  kind: (typeof kinds)[number],
  words: Record<'seed' | 'stream' | 'first', number | bigint>,
  count: number,
): Promise<Uint32Array> {
  const out = new Int32Array(kind === 'blocks' ? 4 * count : count)
  const split = Object.entries(words).flatMap(([name, value]) => {
    const [low, high] = splitWords(name, value)
    return [
      [`${name}Low`, low],
      [`${name}High`, high],
    ] as const
  })
  const args = { ...Object.fromEntries(split), kind: kinds.indexOf(kind), count, out }
  const reference = () => Promise.reject(new Error('there is no reference'))
  await atSimdLevel(level, () => runKernel({ name: 'philox_draws', args, reference }, checkOptions({ device: 'cpu' })))
  return new Uint32Array(out.buffer)
}

const joined = (low: number, high: number) => (BigInt(high) << 32n) | BigInt(low)
const seeds: [number | bigint, number | bigint][] = [
  [0, 0],
  [42, 7],
  [2 ** 53 - 1, 2 ** 32 + 5],
  [2n ** 64n - 1n, 2n ** 64n - 1n],
]

test('there are levels, so that no test passes on nothing', () => {
  expect(simdLevels()).toContain('scalar')
})

describe.each(simdLevels())('the generator of kernels at level %s', (level) => {
  test("gives Random123's known answers and the golden blocks", async () => {
    expect(golden.blocks.length).toBeGreaterThan(40)
    for (const { counter: c, key: k, out } of golden.blocks) {
      const words = { seed: joined(k[0]!, k[1]!), stream: joined(c[2]!, c[3]!), first: joined(c[0]!, c[1]!) }
      expect([...(await drawn(level, 'blocks', words, 1))]).toEqual(out)
    }
  })

  test.each(seeds)('seed %s, stream %s: the integers and permutations of the TypeScript generator', async (s, t) => {
    // Half of the words are rejected for 2^31 + 1, a quarter for 3 * 2^30.
    for (const n of [1, 2, 3, 16, 1000, 2 ** 31 + 1, 3 * 2 ** 30, 2 ** 32 - 1]) {
      const random = philox(s, t)
      const expected = Array.from({ length: 101 }, () => random.integer(n))
      expect([...(await drawn(level, 'below', { seed: s, stream: t, first: n }, 101))]).toEqual(expected)
    }
    for (const n of [0, 1, 2, 3, 100]) {
      const expected = [...philox(s, t).permutation(n)]
      expect([...(await drawn(level, 'permutation', { seed: s, stream: t, first: 0 }, n))]).toEqual(expected)
    }
  })
})
