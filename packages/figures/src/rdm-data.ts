import { extent } from 'd3-array'
import { checkFinite, checkText } from './check.js'
import { refusal } from './figure-error.js'
import { counted } from './format-value.js'
import { percentiles } from './rdm-colours.js'

/** A run of neighbouring conditions with a name. */
export interface RdmGroup {
  label: string
  /** How many conditions, from 1. */
  size: number
}

/** A representational dissimilarity matrix. */
export interface RdmHeatMapOptions {
  id: string
  title?: string
  /** Dissimilarities of all pairs, condensed: (0, 1), (0, 2), …, as `pdist` and `rdm` give them; NaN is a missing value. */
  values: ArrayLike<number>
  /** What the values are, beside the colour bar, such as "1 − Pearson r". */
  valueLabel: string
  /**
   * `value` (default): colour is linear in the value. `percentile`: colour is the percentile of the value among all pairs, as
   * in Kriegeskorte et al. (2008), so that an RDM with few large values still shows its structure.
   */
  scale?: 'value' | 'percentile'
  /** Ends of the colour scale; only with `value`. Default: the smallest and the largest value. */
  limits?: readonly [number, number]
  /** One label per condition; drawn where a row is at least 10 pixels high. */
  labels?: readonly string[]
  /** Groups of neighbouring conditions in their order; all conditions together. */
  groups?: readonly RdmGroup[]
  notes?: readonly string[]
  /** Side of the matrix in pixels, 60 to 2000. Default 300. */
  side?: number
}

/** What the drawing needs: a place on the colour scale per pair, and the scale's ends. */
export interface RdmData {
  n: number
  positions: Float64Array
  domain: [number, number]
  notes: string[]
}

const conditionsOf = (values: ArrayLike<number>): number => {
  const pairs = values?.length ?? 0
  const n = (1 + Math.sqrt(1 + 8 * pairs)) / 2
  if (!Number.isInteger(n) || n < 2 || n > 4000)
    throw refusal('n(n - 1)/2 values of 2 to 4000 conditions', 'values', `${values?.length} values`)
  return n
}

const checkGroups = (groups: readonly RdmGroup[], n: number): void => {
  let total = 0
  for (const [k, { label, size }] of groups.entries()) {
    checkText(label, `groups[${k}].label`)
    if (!Number.isSafeInteger(size) || size < 1)
      throw refusal('a whole number of at least 1', `groups[${k}].size`, size)
    total += size
  }
  if (total !== n) throw refusal(`${n} conditions in all groups`, 'groups', total)
}

const check = (options: RdmHeatMapOptions, n: number): void => {
  const { valueLabel, scale = 'value', limits, labels, groups, side = 300 } = options
  checkText(valueLabel, 'valueLabel')
  if (scale !== 'value' && scale !== 'percentile') throw refusal("'value' or 'percentile'", 'scale', scale)
  if (limits !== undefined) {
    if (scale === 'percentile') throw refusal('no limits beside percentiles', 'limits', limits)
    limits.forEach((limit, k) => checkFinite(limit, `limits[${k}]`))
    if (limits.length !== 2 || limits[0] >= limits[1]) throw refusal('a smaller and a larger number', 'limits', limits)
  }
  if (labels !== undefined && labels.length !== n) throw refusal(`${n} labels`, 'labels', labels)
  labels?.forEach((label, k) => checkText(label, `labels[${k}]`))
  if (groups !== undefined) checkGroups(groups, n)
  if (!(side >= 60 && side <= 2000)) throw refusal('60 to 2000 pixels', 'side', side)
}

const checkedValues = (values: ArrayLike<number>): Float64Array =>
  Float64Array.from(values, (value, pair) => {
    if (typeof value !== 'number' || Math.abs(value) === Infinity)
      throw refusal('a finite number or NaN', `values[${pair}]`, value)
    return value
  })

const widened = ([low, high]: [number, number]): [number, number] => {
  if (low < high) return [low, high]
  const margin = Math.abs(low) / 10 || 0.5
  return [low - margin, high + margin]
}

/** Checks the options and places every pair on the colour scale. @throws FigureError (INVALID_ARGUMENT) */
export const rdmData = (options: RdmHeatMapOptions): RdmData => {
  const { scale = 'value', limits } = options
  const n = conditionsOf(options.values)
  check(options, n)
  const values = checkedValues(options.values)
  const [low, high] = extent(values.filter((value) => !Number.isNaN(value)))
  if (low === undefined || high === undefined) throw refusal('at least one value', 'values', 'only NaN')
  const [from, to] = limits ?? widened([low, high])
  const positions = scale === 'percentile' ? percentiles(values) : values.map((value) => (value - from) / (to - from))
  const missing = values.filter(Number.isNaN).length
  const beyond = positions.filter((position) => position < 0 || position > 1).length
  return {
    ...{ n, positions },
    domain: scale === 'percentile' ? [0, 100] : [from, to],
    notes: [
      `${n} conditions, ${counted(values.length, 'pair')}`,
      ...(missing > 0 ? [`${counted(missing, 'pair')} without value (grey)`] : []),
      ...(beyond > 0 ? [`${counted(beyond, 'pair')} beyond the ends of the colour bar, drawn in its end colours`] : []),
    ],
  }
}
