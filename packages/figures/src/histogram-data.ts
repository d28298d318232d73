import { checkFilled, checkText, checkWhole, checkFinite, checkNumber } from './check.js'
import { domainOf, type Domain } from './domain.js'
import { refusal } from './figure-error.js'

/** One histogram: its heights per bin (density, proportion or counts, as binned elsewhere) and its number of values. */
export interface HistogramGroup {
  label: string
  counts: readonly number[]
  n: number
  /** Marked where finite. */
  median?: number
  mean?: number
}

/** @throws FigureError (INVALID_ARGUMENT) as described at `histograms` */
export const checkHistograms = (groups: readonly HistogramGroup[], edges: readonly number[]): void => {
  checkFilled(groups, 'groups')
  if (!Array.isArray(edges) || edges.length < 2) throw refusal('at least two values', 'edges', edges)
  edges.forEach((edge, i) => {
    checkFinite(edge, `edges[${i}]`)
    if (i > 0 && edge <= edges[i - 1]) throw refusal('ascending values', `edges[${i}]`, edge)
  })
  groups.forEach(({ label, counts, n, median, mean }, g) => {
    checkText(label, `groups[${g}].label`)
    checkWhole(n, `groups[${g}].n`, 0)
    if (median !== undefined) checkNumber(median, `groups[${g}].median`)
    if (mean !== undefined) checkNumber(mean, `groups[${g}].mean`)
    if (!Array.isArray(counts) || counts.length !== edges.length - 1)
      throw refusal(`${edges.length - 1} values`, `groups[${g}].counts`, counts)
    counts.forEach((count, i) => {
      if (!(count >= 0 && count < Infinity))
        throw refusal('a finite number of at least 0', `groups[${g}].counts[${i}]`, count)
    })
  })
}

/** The domains that all panels share: edges, medians and means; zero and every height. */
export const histogramDomains = (
  groups: readonly HistogramGroup[],
  edges: readonly number[],
): { x: Domain; y: Domain } => {
  const centres = groups.flatMap(({ median = NaN, mean = NaN }) => [median, mean]).filter(Number.isFinite)
  const [, highest] = domainOf([0, ...groups.flatMap(({ counts }) => counts)], 'groups')
  return { x: domainOf([...edges, ...centres], 'edges'), y: [0, highest * 1.12] }
}
