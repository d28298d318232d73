import { expect, test } from 'vitest'
import type { Benchmark, BenchmarkCase } from '../../packages/core-native/src/testing/benchmark.js'
import type { Measured, PeerResult } from './measure.js'
import { table } from './table.js'

const peers = [
  { name: 'slow', threaded: false },
  { name: 'absent', threaded: true },
]
const made: BenchmarkCase = {
  ...{ label: 'foo 3 x 4', type: 'float32', inputs: {}, parameters: {}, operations: 6e9, peers },
  run: async () => undefined,
  check: () => ({ ask: {}, ours: () => '', theirs: () => '' }),
}
const benchmark: Benchmark = {
  ...{ name: 'foo', peerScript: 'foo.py', cases: [() => made], checkTitle: 'error', checkNote: 'what it is' },
  peerNotes: { slow: 'a slow one', absent: 'not here' },
}
const at = (threads: number, seconds: number): Measured => ({
  threads,
  ours: { seconds, turns: Array.from({ length: 7 }, () => seconds) },
  check: '2e-8',
  peers: new Map<string, PeerResult>([
    ['slow', { timing: { seconds: 3, turns: [3, undefined, 3, undefined, 3] }, check: '1e-9' }],
    ['absent', { missing: 'not installed' }],
  ]),
})

test('a row has our time, rate, share of the peak at as many threads and check, and each peer', () => {
  const plan = { repeats: 7, slowRepeats: 3, slowSeconds: 1, pause: 0 }
  const results = [{ case: made, measured: [at(1, 0.5), at(2, 0.25)] }]
  const lines = table({ benchmark, plan, results, peak: (_, threads) => 40 * threads }).split('\n')
  expect(lines.filter((line) => line.startsWith('| foo'))).toEqual([
    '| foo 3 x 4 | 1 | 0.500 |  | 12.0 | 30 % | 2e-8 | 6.00 x, 3.00 s (of 3), 1e-9 | not installed |',
    '| foo 3 x 4 | 2 | 0.250 | 2.00 | 24.0 | 30 % | 2e-8 | 12.0 x, 3.00 s (of 3), 1e-9 | not installed |',
  ])
  for (const note of ['- seconds: medians of 7', '- error: what it is', '- slow: a slow one', '- absent: not here'])
    expect(lines.filter((line) => line.startsWith(note))).toHaveLength(1)
})
