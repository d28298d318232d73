import { expect } from 'vitest'
import type { Plain } from './golden.js'

/** |got - want| <= relative * |want| + absolute, NaN and null being equal; the message shows both. */
export function expectClose(got: number, want: Plain, relative: number, absolute = 0, what = ''): void {
  const same = want === null || Number.isNaN(want) ? Number.isNaN(got) : Math.abs(got - want) <= bound(want)
  expect(same, `${what}: got ${got}, want ${want}`).toBe(true)

  function bound(value: number) {
    return relative * Math.abs(value) + absolute
  }
}
