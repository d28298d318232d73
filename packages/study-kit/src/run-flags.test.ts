import { availableParallelism } from 'node:os'
import { expect, test } from 'vitest'
import { parseFlags } from './run-flags.js'

const flags = { data: 'sample', out: 'report', seed: '2026', device: 'auto' }

test('the flags of a command', () => {
  const parsed = {
    data: 'sample',
    seed: 2026,
    threads: availableParallelism(),
    device: 'auto',
    acceptUnverified: false,
  }
  expect(parseFlags(flags)).toEqual(parsed)
  expect(parseFlags({ ...flags, threads: '3', unverifiedInputs: true })).toMatchObject({
    threads: 3,
    acceptUnverified: true,
  })
  expect(parseFlags({ ...flags, seed: String(Number.MAX_SAFE_INTEGER) }).seed).toBe(2 ** 53 - 1)
})

test.each([
  [{ data: 'made' }, 'Expected one of sample, real for --data but received made'],
  [{ data: '__proto__' }, 'for --data'],
  [{ device: 'gpu' }, 'Expected one of auto, cpu, cuda, reference for --device but received gpu'],
  [{ seed: '-1' }, 'Expected an integer from 0 to 9007199254740991 for --seed but received -1'],
  [{ seed: '9007199254740992' }, 'for --seed'],
  [{ seed: '1.5' }, 'for --seed but received 1.5'],
  [{ seed: '1e3' }, 'for --seed but received 1e3'],
  [{ seed: '' }, 'for --seed but received '],
  [{ seed: ' 1' }, 'for --seed'],
  [{ threads: '0' }, 'Expected an integer from 1 to 1024 for --threads but received 0'],
  [{ threads: '1025' }, 'for --threads'],
])('%j is refused', (change, message) => {
  expect(() => parseFlags({ ...flags, ...change })).toThrow(message)
})
