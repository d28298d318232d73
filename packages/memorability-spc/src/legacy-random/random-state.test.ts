import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { Mt19937 } from './mt19937.js'
import { RandomState } from './random-state.js'

type Call = ['drawn' | 'permuted', [n: number, size: number], number[]] | ['normals', [count: number], number[]]
interface Chosen {
  seed: number
  n: number
  drawn: number[]
  next: number
}

// From tools/golden/legacy_random.py.
const golden = JSON.parse(readFileSync(new URL('../golden/legacy-random.json', import.meta.url), 'utf8')) as {
  words: { seed: number; first: number[]; last: number[] }[]
  choices: Chosen[]
  permutations: Chosen[]
  normals: { seed: number; values: number[] }[]
  interleaved: { seed: number; calls: Call[] }[]
}

/** Units in the last place between two numbers of one sign. */
function ulps(a: number, b: number): number {
  const bits = new BigInt64Array(Float64Array.of(a, b).buffer)
  return Math.abs(Number(bits[0]! - bits[1]!))
}

// Of 2,000,000 normals the furthest is 3 units away: V8's logarithm is good to 1, and a factor near 0 has less digits.
function expectNormals(got: Float64Array, want: readonly number[]): void {
  expect(got).toHaveLength(want.length)
  expect(Float32Array.from(got)).toEqual(Float32Array.from(want))
  want.forEach((value, i) => expect(ulps(got[i]!, value), `${got[i]} for ${value}`).toBeLessThanOrEqual(4))
}

test.each(golden.words)('words of seed $seed', ({ seed, first, last }) => {
  const words = new Mt19937(seed)
  const drawn = Array.from({ length: 1300 }, () => words.word())
  expect(drawn.slice(0, 10)).toEqual(first)
  expect(drawn.slice(-10)).toEqual(last)
})

test.each(golden.choices)('choice of $n with replacement, seed $seed', ({ seed, n, drawn, next }) => {
  const state = new RandomState(seed)
  expect([...state.choice(n, drawn.length)]).toEqual(drawn)
  expect(state.choice(1000, 1)[0]).toBe(next)
})

test.each(golden.permutations)('choice of $n without replacement, seed $seed', ({ seed, n, drawn, next }) => {
  const state = new RandomState(seed)
  expect([...state.choice(n, drawn.length, { replace: false })]).toEqual(drawn)
  expect(state.choice(1000, 1)[0]).toBe(next)
})

test.each(golden.normals)('normals of seed $seed', ({ seed, values }) => {
  expectNormals(new RandomState(seed).standardNormals(values.length), values)
})

test.each(golden.interleaved)('calls between each other, seed $seed', ({ seed, calls }) => {
  const state = new RandomState(seed)
  for (const [kind, [n, size], want] of calls)
    if (kind === 'normals') expectNormals(state.standardNormals(n), want)
    else expect([...state.choice(n, size!, { replace: kind === 'drawn' })]).toEqual(want)
})

test('the draw that the specification gives', () => {
  expect([...new RandomState(1).choice(45, 10)]).toEqual([37, 43, 12, 8, 9, 11, 5, 15, 0, 16])
})

describe('errors', () => {
  test.each([-1, 0.5, 2 ** 32, NaN])('seed %s', (seed) => {
    const message = `Expected an integer from 0 to 4294967295 for seed but received ${seed}`
    expect(() => new RandomState(seed)).toThrow(expect.objectContaining({ message, code: 'INVALID_ARGUMENT' }))
  })

  test.each([
    [0, 1, true, 'an integer from 1 to 4294967296 for n but received 0'],
    [2 ** 32 + 1, 1, true, 'an integer from 1 to 4294967296 for n but received 4294967297'],
    [2 ** 31 + 1, 1, false, 'an integer from 1 to 2147483648 for n but received 2147483649'],
    [5, -1, true, 'for size but received -1'],
    [5, 6, false, 'an integer from 0 to 5 for size but received 6'],
  ])('choice(%s, %s, replace: %s)', (n, size, replace, message) => {
    expect(() => new RandomState(1).choice(n, size, { replace })).toThrow(message)
  })

  test('count', () => {
    expect(() => new RandomState(1).standardNormals(1.5)).toThrow('for count but received 1.5')
  })
})
