import type { FloatType } from './made-matrix.js'
import type { Matrix } from '../runtime/matrix.js'

/** A function of a peer process (tools/peers) that computes the same. */
export interface BenchmarkPeer {
  /** Its name in the peer process; the head of its column. */
  readonly name: string
  /** Whether it uses more than one thread; one that does not is measured once and compared with every thread count. */
  readonly threaded: boolean
}

/** How good a result is, so that a reader sees what speed was bought with. */
export interface BenchmarkCheck<R> {
  /** What a peer process is asked about its last result; its answer goes to `theirs`. */
  readonly ask: object
  /** A short cell for our result. */
  readonly ours: (result: R) => string
  /** A short cell for a peer's. */
  readonly theirs: (answer: Readonly<Record<string, unknown>>, result: R) => string
}

/** One case of a benchmark: the same made data for ours and for the peers. */
export interface BenchmarkCase<R = unknown> {
  readonly label: string
  readonly type: FloatType
  /** Made inputs by name; the peers get the same values. */
  readonly inputs: Readonly<Record<string, Matrix>>
  /** What else the peers need: a metric, say. */
  readonly parameters: object
  /** Operations by the usual count (2 per multiply-add, 3 per squared or absolute difference), for rates. */
  readonly operations: number
  readonly run: (threads: number) => Promise<R>
  readonly check: () => BenchmarkCheck<R>
  readonly peers: readonly BenchmarkPeer[]
}

/** What a `<name>.bench.ts` exports as `benchmark`; `npm run bench` runs it beside its peers. */
export interface Benchmark<R = unknown> {
  readonly name: string
  /** The peers' script in tools/peers. */
  readonly peerScript: string
  /** Made one after the other, so that only one case's data are in memory. */
  readonly cases: readonly (() => BenchmarkCase<R> | Promise<BenchmarkCase<R>>)[]
  /** Head of the check's column. */
  readonly checkTitle: string
  /** What the check means, for under the table. */
  readonly checkNote: string
  /** What each peer computes. */
  readonly peerNotes: Readonly<Record<string, string>>
  /** Milliseconds from an abort to the rejection, in the middle of a long call. */
  readonly cancelDelay?: () => Promise<number>
  /** Further lines under the table, measured when they are asked for. */
  readonly remarks?: () => Promise<readonly string[]>
}
