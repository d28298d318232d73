import type { Float, Matrix } from '../runtime/matrix.js'

/** One case of a benchmark: the same made data for ours and for the peer. */
export interface BenchmarkCase {
  readonly label: string
  /** Made input; the peer gets the same values. */
  readonly x: Matrix
  readonly y?: Matrix
  /** Operations by the usual count (2 per multiply-add, 3 per squared difference), for rates. */
  readonly operations: number
  readonly run: (threads: number) => Promise<Float>
  /** Functions of tools/peers/distance.py that compute the same, by name. */
  readonly peers: readonly string[]
}

/** What a `*.bench.ts` file exports as `benchmark`; `npm run bench` runs it beside its peers. */
export interface Benchmark {
  readonly name: string
  readonly cases: () => readonly BenchmarkCase[]
  /** Milliseconds from an abort to the rejection, in the middle of a long call. */
  readonly cancelDelay?: () => Promise<number>
}
