import type { Benchmark, BenchmarkCase } from '../../packages/core-native/src/testing/benchmark.js'
import { ratio, type Plan, type Timing } from './interleave.js'
import type { Measured, PeerResult } from './measure.js'

/** What a table is made of: the cases in order, each at all thread counts. */
export interface Section {
  readonly benchmark: Benchmark
  readonly plan: Plan
  readonly results: readonly { readonly case: BenchmarkCase; readonly measured: readonly Measured[] }[]
  /** GFLOP/s of independent fused multiply-adds, by element type and threads. */
  readonly peak: (type: string, threads: number) => number
}

/** A section of the benchmark's Markdown: the table and what its columns mean. */
export function table({ benchmark, plan, results, peak }: Section): string {
  const names = [...new Set(results.flatMap((r) => r.case.peers.map(({ name }) => name)))]
  const head = ['case', 'threads', 'seconds', 'speed-up', 'GFLOP/s', 'of FMA peak', benchmark.checkTitle, ...names]
  const lines = results.flatMap(({ case: c, measured }) =>
    measured.map((m) => {
      const rate = c.operations / m.ours.seconds / 1e9
      const speedup = m.threads === 1 ? '' : ratio(measured[0]!.ours, m.ours).toFixed(2)
      const share = `${((100 * rate) / peak(c.type, m.threads)).toFixed(0)} %`
      const cells = [c.label, m.threads, digits(m.ours.seconds), speedup, rate.toFixed(1), share, m.check]
      return row([...cells, ...names.map((name) => peerCell(m.peers.get(name), m.ours, plan))])
    }),
  )
  const rule = row(head.map((_, k) => (k === 0 || k > 6 ? '---' : '---:')))
  return [`### ${benchmark.name}`, [row(head), rule, ...lines].join('\n'), notes(benchmark, plan, names)].join('\n\n')
}

function notes(benchmark: Benchmark, { repeats }: Plan, names: readonly string[]): string {
  const { checkTitle, checkNote, peerNotes } = benchmark
  const lines = [
    `seconds: medians of ${repeats} runs, all thread counts and peers in turns; speed-up: over one thread, the median over the turns`,
    'FMA peak: the most that independent fused multiply-adds reached on as many threads during this run',
    `${checkTitle}: ${checkNote}`,
    ...(names.length > 0
      ? [
          `a peer's cell: its time over ours in the same turn (the median), its seconds (of fewer turns where it says so), its ${checkTitle}`,
        ]
      : []),
    ...names.map((name) => `${name}: ${peerNotes[name]}`),
  ]
  return lines.map((line) => `- ${line}`).join('\n')
}

function peerCell(peer: PeerResult | undefined, ours: Timing, { repeats }: Plan): string {
  if (peer === undefined) return ''
  if ('missing' in peer) return peer.missing
  const { seconds, turns } = peer.timing
  const times = ratio(peer.timing, ours)
  const runs = turns.filter((turn) => turn !== undefined).length
  const of = runs < repeats ? ` (of ${runs})` : ''
  return `${times.toFixed(times < 9.95 ? 2 : 1)} x, ${digits(seconds)} s${of}, ${peer.check}`
}

const digits = (seconds: number) => seconds.toPrecision(3)
const row = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`
