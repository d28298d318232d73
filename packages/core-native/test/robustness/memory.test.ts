import { expect, test } from 'vitest'
import { runChild } from './child.js'
import { kindsOfMemory, mallocSettings, type Memory } from './memory.js'

const calls = 10_000
/**
 * Growth over 10,000 calls that is not yet a leak. malloc's heap mostly gains nothing in a round, at times some hundred
 * kB once; 256 KiB are 26 bytes a call, below the smallest block that malloc gives. Everything resident moves by
 * some 0.5 MB either way with V8's pages, so its limit, for larger blocks, is 1 MiB. JavaScript's heap gains up to
 * 0.1 MB, its buffers nothing.
 */
const limits: Memory = { rss: 2 ** 20, malloc: 2 ** 18, external: 2 ** 17, heapUsed: 2 ** 19 }
// A young generation that may grow is touched page by page over many rounds.
const nodeFlags = ['--expose-gc', '--max-semi-space-size=1']

test('10,000 calls, valid, invalid and cancelled, keep no memory', () => {
  const args = [calls, 4, JSON.stringify(limits)]
  const { status, stdout, stderr } = runChild('memory.child', args, nodeFlags, mallocSettings)
  expect(status, stderr).toBe(0)
  const growth = JSON.parse(stdout) as Memory
  for (const kind of kindsOfMemory) expect(growth[kind], kind).toBeLessThan(limits[kind])
}, 240_000)
