import assert from 'node:assert/strict'
import fc from 'fast-check'
import { Philox, philox, philox4x32 } from '../../src/index.js'
import type { Entry } from './entry.js'
import { recipes } from './recipes.js'

const word = fc.nat(0xffffffff)
const seed = fc.oneof(fc.maxSafeNat(), fc.bigInt(0n, 2n ** 64n - 1n))

const integerBetween = (low: number, high: number) => (result: unknown) =>
  assert(Number.isInteger(result) && Number(result) >= low && Number(result) < high, `${String(result)} in range`)

type Draw = Exclude<keyof Philox, 'position'>
const method = <S>(
  name: Draw,
  plain: fc.Arbitrary<S>,
  make: (plain: S) => unknown[],
  check: Entry['check'],
): Entry => ({
  name: `Philox.${name}`,
  call: (...args) => (Philox.prototype[name] as (...a: unknown[]) => unknown).apply(philox(7), args),
  valid: recipes(plain, make),
  check,
})

/** The generator and its methods. */
export const randomEntries: readonly Entry[] = [
  {
    name: 'philox',
    call: philox as Entry['call'],
    valid: recipes(fc.record({ seed, stream: fc.option(seed, { nil: undefined }) }), (p) => [p.seed, p.stream]),
    check: (result) => {
      assert(result instanceof Philox)
      integerBetween(0, 2 ** 32)(result.uint32())
    },
  },
  {
    name: 'philox4x32',
    call: philox4x32 as Entry['call'],
    valid: recipes(
      fc.record({
        counter: fc.array(word, { minLength: 4, maxLength: 4 }),
        key: fc.array(word, { minLength: 2, maxLength: 2 }),
      }),
      (p) => [p.counter, Uint32Array.from(p.key)],
    ),
    check: (result) => assert(result instanceof Uint32Array && result.length === 4),
  },
  method(
    'stream',
    seed,
    (s) => [s],
    (result) => assert(result instanceof Philox && result.position === 0),
  ),
  method(
    'skip',
    fc.maxSafeNat(),
    (n) => [n],
    (result, [n]) => assert(result instanceof Philox && result.position === n),
  ),
  method('at', fc.maxSafeNat(), (i) => [i], integerBetween(0, 2 ** 32)),
  method('uint32', fc.constant(null), () => [], integerBetween(0, 2 ** 32)),
  method(
    'uniform',
    fc.constant(null),
    () => [],
    (result) => assert(Number(result) >= 0 && Number(result) < 1),
  ),
  method(
    'normal',
    fc.constant(null),
    () => [],
    (result) => assert(Number.isFinite(result)),
  ),
  method(
    'integer',
    fc.integer({ min: 1, max: 2 ** 32 }),
    (n) => [n],
    (result, [n]) => integerBetween(0, n as number)(result),
  ),
  method(
    'shuffle',
    fc.array(word),
    (a) => [a],
    (result, [array]) => assert.equal(result, array),
  ),
  method(
    'permutation',
    fc.nat(50),
    (n) => [n],
    (result, [n]) => assert(result instanceof Int32Array && new Set(result).size === n),
  ),
  method(
    'sample',
    fc.tuple(fc.nat(50), fc.nat(50)),
    ([a, b]) => [Math.max(a, b), Math.min(a, b)],
    (result, [, k]) => assert(result instanceof Int32Array && new Set(result).size === k),
  ),
]
