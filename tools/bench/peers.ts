import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BenchmarkCase } from '../../packages/core-native/src/testing/benchmark.js'
import { Peer } from '../peers/peer.js'

/** The peer processes of one script: one for each thread count, since a BLAS reads it when it is loaded. */
export class Peers {
  readonly #processes: ReadonlyMap<number, Peer>
  readonly #folder = mkdtempSync(join(tmpdir(), 'likeness-bench-'))

  private constructor(processes: ReadonlyMap<number, Peer>) {
    this.#processes = processes
  }

  /** @returns the processes and a line that tells what they run; throws when they do not start */
  static async start(script: string, counts: readonly number[]): Promise<{ peers: Peers; versions: string }> {
    const processes = new Map(counts.map((threads) => [threads, new Peer(script, threads)]))
    const [versions] = await Promise.all([...processes.values()].map((peer) => peer.ask({ versions: true })))
    const line = Object.entries(versions!).map(([name, version]) => `${name} ${String(version)}`)
    return { peers: new Peers(processes), versions: line.join(', ') }
  }

  /** Gives every process a case. @returns why a peer is missing, by name */
  async load({ inputs, parameters, peers }: BenchmarkCase): Promise<Readonly<Record<string, string>>> {
    const load: Record<string, unknown> = {}
    for (const [name, { data, rows, cols }] of Object.entries(inputs)) {
      const path = join(this.#folder, name)
      writeFileSync(path, data)
      load[name] = [path, data instanceof Float64Array ? 'float64' : 'float32', rows, cols]
    }
    const request = { load, parameters, peers: peers.map(({ name }) => name) }
    const answers = await Promise.all([...this.#processes.values()].map((peer) => peer.ask(request)))
    return answers[0]!['missing'] as Readonly<Record<string, string>>
  }

  /** One run: seconds. */
  async run(name: string, threads: number): Promise<number> {
    return (await this.#processes.get(threads)!.ask({ run: name }))['seconds'] as number
  }

  /** Asks about the last result of a run on one thread. */
  async check(name: string, ask: object): Promise<Record<string, unknown>> {
    return this.#processes.get(1)!.ask({ ...ask, check: name })
  }

  close(): void {
    for (const peer of this.#processes.values()) peer.close()
    rmSync(this.#folder, { recursive: true })
  }
}
