/** Which deviations from the null hypothesis count as evidence; `greater` means a positive association. */
export type Alternative = 'two-sided' | 'greater' | 'less'

/** Every {@link Alternative}, for checks. */
export const ALTERNATIVES: readonly Alternative[] = ['two-sided', 'greater', 'less']

/** Lower and upper bound of a two-sided interval, in the units of the estimate. */
export type Bounds = [lo: number, hi: number]

/** An estimate and its two-sided confidence interval. */
export interface IntervalResult {
  estimate: number
  /** Two-sided bounds at `level`. */
  ci: Bounds
  /** Cases. */
  n: number
  /** Confidence level, 0 to 1. */
  level: number
  /** How the interval was made. */
  method: string
}

/** Two-sided bounds of NaN, of an interval that is not defined. */
export const noBounds = (): Bounds => [NaN, NaN]
