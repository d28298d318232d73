import { expect } from 'vitest'

/** Every entry within its bound of what is expected; NaN exactly where NaN is expected. */
export function expectClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  bound: (expected: number) => number,
) {
  expect(actual.length).toBe(expected.length)
  for (let k = 0; k < actual.length; k++) {
    const [a, e] = [actual[k]!, expected[k]!]
    if (Number.isNaN(e) ? !Number.isNaN(a) : !(Math.abs(a - e) <= bound(e)))
      expect.fail(`entry ${k}: ${a} differs from ${e} by more than ${bound(e)}`)
  }
}
