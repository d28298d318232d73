import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { philox } from './philox.js'

interface Draws {
  seed: string
  stream: string
  uint32: number[]
  at: [number, number][]
  uniform: number[]
  integer: [number, number[]][]
  integerPosition: number
  normal: number[]
  permutation: number[]
  sample: number[]
}
const golden = JSON.parse(readFileSync(new URL('./golden/philox.json', import.meta.url), 'utf8')) as { draws: Draws[] }
const times = <T>(n: number, draw: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => draw(i))

describe.each(golden.draws)('seed $seed, stream $stream equals the Python implementation', (want) => {
  const fresh = () => philox(BigInt(want.seed), BigInt(want.stream))

  test('words, in order and at random', () => {
    const rng = fresh()
    expect(times(10, () => rng.uint32())).toEqual(want.uint32)
    for (const [i, word] of want.at) {
      expect(rng.at(i)).toBe(word)
      if (i < Number.MAX_SAFE_INTEGER) expect(fresh().skip(i).uint32()).toBe(word)
    }
    expect(rng.position).toBe(10)
  })

  test('uniform and integer', () => {
    const uniform = fresh()
    expect(times(6, () => uniform.uniform())).toEqual(want.uniform)
    const integer = fresh()
    for (const [n, values] of want.integer) expect(times(6, () => integer.integer(n))).toEqual(values)
    expect(integer.position).toBe(want.integerPosition)
  })

  test('normal', () => {
    const rng = fresh()
    // log1p and cos of two mathematical libraries may differ by an ulp each; the values are of order 1.
    for (const value of want.normal) expect(Math.abs(rng.normal() - value)).toBeLessThan(4e-15)
    expect(rng.position).toBe(24)
  })

  test('permutation, shuffle and sample', () => {
    expect([...fresh().permutation(12)]).toEqual(want.permutation)
    expect(fresh().shuffle(times(12, (i) => i))).toEqual(want.permutation)
    expect([...fresh().sample(50, 8)]).toEqual(want.sample)
  })
})

test('the example of the README', () => {
  const rng = philox(42)
  expect(rng.uniform()).toBe(0.6129598801477738)
  expect([...rng.permutation(5)]).toEqual([3, 4, 2, 1, 0])
  expect(rng.stream(4711).uniform()).toBe(0.45371832484916663)
})

test('a number and a bigint of the same value are the same seed', () => {
  expect(philox(42, 7).uint32()).toBe(philox(42n, 7n).uint32())
  expect(philox(42, 0).stream(7).uint32()).toBe(philox(42, 7).uint32())
})

test('skip moves both ways, never before word 0', () => {
  const rng = philox(1)
  expect(rng.skip(9).skip(-9).uint32()).toBe(rng.at(0))
  expect(() => rng.skip(-2)).toThrow('Expected an integer from -1 to')
})

/** Chi-squared statistic of observed counts against equal expectation. */
const chiSquared = (counts: ArrayLike<number>) => {
  const all = Array.from(counts)
  const expected = all.reduce((a, b) => a + b) / all.length
  return all.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
}

describe('distribution, seeds fixed; bounds are 0.001 and 0.999 quantiles of chi-squared (SciPy)', () => {
  const inBand99 = (x: number) => x > 61.14 && x < 148.23 // 100 cells, df 99

  test('uniform', () => {
    const rng = philox(20260101)
    const counts = new Int32Array(100)
    for (let i = 0; i < 100_000; i++) counts[Math.floor(rng.uniform() * 100)]!++
    expect(chiSquared(counts)).toSatisfy(inBand99)
  })

  test('integer, with a range that rejects a quarter of the words', () => {
    const rng = philox(20260102)
    const n = 3 * 2 ** 30
    const counts = new Int32Array(100)
    for (let i = 0; i < 100_000; i++) counts[Math.floor((rng.integer(n) / n) * 100)]!++
    expect(chiSquared(counts)).toSatisfy(inBand99)
    // Words per draw: geometric with mean 4/3 and standard deviation 2/3; 4 standard errors.
    expect(Math.abs(rng.position / 100_000 - 4 / 3)).toBeLessThan(0.0085)
  })

  // Pairs do not overlap: the chi-squared law holds only for independent cases.
  test('neighbouring streams are jointly uniform', () => {
    const counts = new Int32Array(100)
    for (let s = 0; s < 50_000; s++) {
      const [a, b] = [philox(3, 2 * s), philox(3, 2 * s + 1)]
      counts[10 * Math.floor(a.uniform() * 10) + Math.floor(b.uniform() * 10)]!++
    }
    expect(chiSquared(counts)).toSatisfy(inBand99)
  })

  test('neighbouring seeds are jointly uniform', () => {
    const counts = new Int32Array(100)
    for (let s = 0; s < 50_000; s++) counts[10 * philox(2 * s).integer(10) + philox(2 * s + 1).integer(10)]!++
    expect(chiSquared(counts)).toSatisfy(inBand99)
  })

  test('all 24 orders of four, by permutation and by sample', () => {
    const rng = philox(4)
    for (const draw of [() => rng.permutation(4), () => rng.sample(4, 4)]) {
      const counts = new Map<string, number>()
      for (let i = 0; i < 24_000; i++) {
        const order = draw().join('')
        counts.set(order, (counts.get(order) ?? 0) + 1)
      }
      expect(counts.size).toBe(24)
      expect(chiSquared([...counts.values()])).toSatisfy((x: number) => x > 7.529 && x < 49.728)
    }
  })

  test('normal: moments within 4 standard errors', () => {
    const rng = philox(5)
    const z = times(100_000, () => rng.normal())
    const moment = (k: number) => z.reduce((sum, v) => sum + v ** k, 0) / z.length
    expect(Math.abs(moment(1))).toBeLessThan(4 * Math.sqrt(1 / 1e5))
    expect(Math.abs(moment(2) - 1)).toBeLessThan(4 * Math.sqrt(2 / 1e5))
    expect(Math.abs(moment(3))).toBeLessThan(4 * Math.sqrt(15 / 1e5))
    expect(Math.abs(moment(4) - 3)).toBeLessThan(4 * Math.sqrt(96 / 1e5))
  })

  test('two streams are uncorrelated', () => {
    const [a, b] = [philox(6, 0), philox(6, 1)]
    const products = times(100_000, () => a.normal() * b.normal())
    expect(Math.abs(products.reduce((x, y) => x + y) / 1e5)).toBeLessThan(4 / Math.sqrt(1e5))
  })
})

describe('edges', () => {
  test('empty and single', () => {
    expect([...philox(1).permutation(0)]).toEqual([])
    expect([...philox(1).permutation(1)]).toEqual([0])
    expect([...philox(1).sample(5, 0)]).toEqual([])
    expect(philox(1).shuffle([])).toEqual([])
    expect(philox(1).integer(1)).toBe(0)
  })

  test('shuffle keeps the elements, whatever they are', () => {
    expect(philox(9).shuffle(['a', 'b', 'c', 'd']).toSorted()).toEqual(['a', 'b', 'c', 'd'])
  })

  const seed = 'Expected an integer from 0 to 2^64 - 1 (a bigint above 2^53 - 1) for seed but received '
  test.each([
    [-1, '-1'],
    [0.5, '0.5'],
    [NaN, 'NaN'],
    [2 ** 53, '9007199254740992'],
    [2n ** 64n, '18446744073709551616'],
    [-1n, '-1'],
    [undefined, 'undefined'],
    ['7', '7 of type string'],
  ])('seed %s', (value, came) => {
    expect(() => philox(value as number)).toThrow(seed + came)
    expect(() => philox(value as number)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }))
  })

  test('other arguments', () => {
    const rng = philox(1)
    expect(() => philox(1, -1)).toThrow('for stream but received -1')
    expect(() => rng.stream(0.5)).toThrow('for stream but received 0.5')
    expect(() => rng.integer(0)).toThrow('Expected an integer from 1 to 4294967296 for n but received 0')
    expect(() => rng.integer(2 ** 32 + 1)).toThrow('for n but received 4294967297')
    expect(() => rng.at(-1)).toThrow('for i but received -1')
    expect(() => rng.permutation(-1)).toThrow('for n but received -1')
    expect(() => rng.sample(3, 4)).toThrow('Expected an integer from 0 to 3 for k but received 4')
    expect(() => rng.shuffle(null as unknown as [])).toThrow('Expected an array for array but received null')
  })
})
