import type { Matrix } from '../runtime/matrix.js'
import type { Philox } from '../random/index.js'

/** n of 0, ..., n - 1, with replacement. */
export function resample(random: Philox, n: number): number[] {
  return Array.from({ length: n }, () => random.integer(n))
}

export const firstOf = (n: number): number[] => Array.from({ length: n }, (_, i) => i)

/** Where the pair of conditions i and j is in the condensed RDM of n. */
export function condensedIndex(i: number, j: number, n: number): number {
  const [low, high] = i < j ? [i, j] : [j, i]
  return low * n - (low * (low + 1)) / 2 + high - low - 1
}

/** The cells of a resample of conditions, without those of a condition with itself. */
export function resampledCells(conditions: readonly number[]): number[] {
  const n = conditions.length
  const cells: number[] = []
  for (let a = 0; a < n; a++)
    for (let b = a + 1; b < n; b++)
      if (conditions[a] !== conditions[b]) cells.push(condensedIndex(conditions[a]!, conditions[b]!, n))
  return cells
}

/** Some cells of a row, in float64. */
export function cellsOf(x: Matrix, row: number, cells: readonly number[]): Float64Array {
  return Float64Array.from(cells, (cell) => x.data[row * x.cols + cell]!)
}
