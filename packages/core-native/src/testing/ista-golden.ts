import { readFileSync } from 'node:fs'
import type { Matrix } from '../runtime/matrix.js'
import type { IstaConstants } from '../sparse-coding/index.js'

interface GoldenMatrix {
  readonly data: number[]
  readonly rows: number
  readonly cols: number
}
interface GoldenCase {
  readonly name: string
  readonly x: GoldenMatrix
  readonly dictionary: GoldenMatrix
  readonly constants: IstaConstants
}
interface GoldenBatch {
  readonly ratios: number[]
  readonly codes: number[]
  readonly errors: number[]
  readonly finalErrors: number[]
}
interface Golden {
  readonly encode: (GoldenCase & { readonly batchSize: number; readonly batches: GoldenBatch[] })[]
  readonly learn: (GoldenCase & {
    readonly rows: number[][]
    readonly learningRate: number
    readonly learned: number[]
    readonly errors: number[]
    readonly iterations: number[]
  })[]
}

/** What tools/golden/sparse_coding.py wrote. */
export const golden = JSON.parse(
  readFileSync(new URL('../sparse-coding/golden/ista.json', import.meta.url), 'utf8'),
) as Golden

export const goldenMatrix = ({ data, rows, cols }: GoldenMatrix): Matrix<Float64Array> => ({
  data: Float64Array.from(data),
  rows,
  cols,
})
