import { readFileSync } from 'node:fs'

const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`../golden/${name}`, import.meta.url), 'utf8')) as unknown

/** JSON has no NaN: null stands for it. */
export type Plain = number | null

/** One coefficient of one pair of vectors, with p for each alternative in the order of `alternatives`. */
export interface GoldenCoefficient {
  estimate: Plain
  p: Plain[]
  ci?: Record<string, number[]>
}

/** What tools/golden/stats.py writes. */
export interface GoldenStats {
  alternatives: ['two-sided', 'greater', 'less']
  correlations: {
    name: string
    x: number[]
    y: number[]
    ranksX: number[] | null
    pearson: GoldenCoefficient
    spearman: GoldenCoefficient
    kendall: GoldenCoefficient
  }[]
  regression: (Record<'x' | 'y' | 'at' | 'fit' | 'lo' | 'hi', number[]> &
    Record<'level' | 'slope' | 'intercept' | 's', number>)[]
  wilson: [k: number, n: number, level: number, lo: number, hi: number][]
  means: { x: number[]; level: number; mean: number; variance: number; ci: [number, number] }[]
  quantile: { x: number[]; rows: [p: number, value: number][] }
  resampling: {
    x: number[]
    y: number[]
    bootstrap: {
      seed: number
      resamples: number
      level: number
      valid: number
      percentile: number[]
      bca: number[]
    }
    permutation: { seed: number; permutations: number; observed: number; k: number[]; first: number[] }
  }[]
  partial: (Record<'x' | 'y' | 'residuals', number[]> & { name: string; controls: number[][] } & Record<
      'pearson' | 'spearman',
      Record<'estimate' | 't' | 'semiPartial', number> & Record<'ci' | 'p', number[]>
    >)[]
  multiple: (Record<'y' | 'b' | 'se' | 'p' | 'lo' | 'hi' | 'beta' | 'betaSe', number[]> &
    Record<'level' | 'r2' | 'adjustedR2' | 's', number> & { name: string; predictors: number[][] })[]
  williams: [r12: number, r13: number, r23: number, n: number, t: number, p: number, greater: number, less: number][]
  quantileGroups: (Record<'x' | 'y' | 'n' | 'mean' | 'edges', number[]> &
    Record<'groups' | 'level', number> & { ci: [number, number][] })[]
}

/** Golden values from SciPy and NumPy. */
export const golden = read('stats.json') as GoldenStats

/** Rows of arguments and, last, the value; from mpmath. */
export const goldenDistributions = read('distributions.json') as Record<
  'normalCdf' | 'normalQuantile' | 'betainc' | 'studentTSf' | 'studentTQuantile',
  number[][]
>
