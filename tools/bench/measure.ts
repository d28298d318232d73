import type { BenchmarkCase, BenchmarkPeer } from '../../packages/core-native/src/testing/benchmark.js'
import { interleave, type Plan, type Timing } from './interleave.js'
import type { Peers } from './peers.js'

/** A peer beside ours: its time and its check, or why it is missing. */
export type PeerResult = { readonly timing: Timing; readonly check: string } | { readonly missing: string }

/** One case at one thread count. */
export interface Measured {
  readonly threads: number
  readonly ours: Timing
  readonly check: string
  readonly peers: ReadonlyMap<string, PeerResult>
}

/** Runs a case at all thread counts and its peers, in turns. */
export async function measure(
  c: BenchmarkCase,
  counts: readonly number[],
  peers: Peers | undefined,
  plan: Plan,
): Promise<Measured[]> {
  const missing = (await peers?.load(c)) ?? {}
  const present = peers ? c.peers.filter(({ name }) => !(name in missing)) : []
  let result: unknown
  const keep = (threads: number) => async () => void (result = await c.run(threads))
  const ours = counts.map((threads) => ({ run: timed(keep(threads)), mayBeFewer: false }))
  const others = counts.flatMap((threads) =>
    present
      .filter((peer) => peer.threaded || threads === 1)
      .map((peer) => ({ peer, threads, run: () => peers!.run(peer.name, threads), mayBeFewer: true })),
  )
  const timings = await interleave([...ours, ...others], plan)
  const check = c.check()
  const checks = new Map<string, string>()
  for (const { name } of present) checks.set(name, check.theirs(await peers!.check(name, check.ask), result))
  const timing = (peer: BenchmarkPeer, threads: number) =>
    timings[ours.length + others.findIndex((o) => o.peer === peer && o.threads === (peer.threaded ? threads : 1))]!
  return counts.map((threads, k) => ({
    threads,
    ours: timings[k]!,
    check: check.ours(result),
    peers: new Map<string, PeerResult>([
      ...Object.entries(missing).map(([name, reason]) => [name, { missing: reason }] as const),
      ...present.map((p) => [p.name, { timing: timing(p, threads), check: checks.get(p.name)! }] as const),
    ]),
  }))
}

function timed(run: () => Promise<unknown>): () => Promise<number> {
  return async () => {
    const start = performance.now()
    await run()
    return (performance.now() - start) / 1000
  }
}
