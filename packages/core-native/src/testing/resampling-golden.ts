import { readFileSync } from 'node:fs'
import type { Matrix } from '../runtime/matrix.js'
import type { BootstrapOver, ResamplingComparison } from '../resampling/index.js'

type Rows = (number | null)[][]

interface Golden {
  readonly rdms: readonly {
    readonly seed: number
    readonly rdms: number[][]
    readonly models: number[][]
    readonly results: Record<
      ResamplingComparison,
      { estimates: number[]; bootstrap: Record<BootstrapOver, Rows>; permutation: Rows; ceiling: Rows }
    >
  }[]
  readonly flips: {
    readonly values: number[][]
    readonly seed: number
    readonly t: number[]
    readonly rows: { mean: number[]; t: number[] }[]
  }
  readonly discovery: { readonly p: number[]; readonly adjusted: number[] }
}

interface OfRsatoolbox {
  readonly drawsSeed: number
  readonly cases: readonly {
    readonly seed: number
    readonly ceilings: Record<ResamplingComparison, [lower: number, upper: number]>
    readonly draws: Record<ResamplingComparison, (number[] | null)[]>
  }[]
}

const read = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../resampling/golden/${name}.json`, import.meta.url), 'utf8'))

/** What tools/golden/resampling.py wrote. */
export const golden = read('scipy') as Golden

/** What tools/golden/resampling_rsatoolbox.py wrote, for the RDMs in `golden`. */
export const ofRsatoolbox = read('rsatoolbox') as OfRsatoolbox

export const matrixOfRows = (rows: readonly number[][]): Matrix<Float64Array> => ({
  data: Float64Array.from(rows.flat()),
  rows: rows.length,
  cols: rows[0]!.length,
})

/** All numbers of some rows; null, which stands for NaN in JSON, as NaN. */
export const flatRows = (rows: Rows): number[] => rows.flat().map((value) => value ?? NaN)
