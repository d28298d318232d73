import { scaleLinear } from 'd3-scale'
import { axisLabelLines, bottomAxisHeight, bottomLabel, leftAxisWidth, leftLabel } from './axis.js'
import { checkText, checkWhole } from './check.js'
import type { Domain } from './domain.js'
import { element } from './element.js'
import { figureRoot } from './figure-root.js'
import { checkSize, type FigureSize } from './figure-size.js'
import { counted } from './format-value.js'
import { header } from './header.js'
import { checkHistograms, histogramDomains, type HistogramGroup } from './histogram-data.js'
import { meanMark, medianMark } from './histogram-panel.js'
import { histogramPanels } from './histogram-panels.js'
import type { LegendItem } from './legend.js'
import { verticalTicks, widestLabel } from './ticks.js'
import { theme } from './theme.js'

/** One histogram per group, all over the same bins and on the same axes. */
export interface HistogramsOptions {
  id: string
  title?: string
  groups: readonly HistogramGroup[]
  /** Bin edges, ascending, one more than each group has counts. */
  edges: readonly number[]
  xLabel: string
  /** What the heights are: density, proportion or count. */
  yLabel: string
  notes?: readonly string[]
  /** Panels per row, default at most 5 and as even as possible. */
  columns?: number
  /** Default 480 pixels wide (321 for one panel), 110 pixels high per row and the labels. */
  size?: FigureSize
}

const legendItems = (groups: readonly HistogramGroup[]): LegendItem[] => [
  ...(groups.some(({ median }) => Number.isFinite(median))
    ? [{ label: 'median', sampleWidth: 3, sample: (x: number, y: number) => medianMark(x + 1, y, y + 10) }]
    : []),
  ...(groups.some(({ mean }) => Number.isFinite(mean))
    ? [{ label: 'mean', sampleWidth: 8, sample: (x: number, y: number) => meanMark(x + 4, y + 8) }]
    : []),
]

const defaultColumns = (count: number) => Math.ceil(count / Math.ceil(count / 5))

const layout = (options: HistogramsOptions, columns: number, domain: { x: Domain; y: Domain }) => {
  const { title, notes, groups, xLabel, yLabel } = options
  const rows = Math.ceil(groups.length / columns)
  const width = options.size?.width ?? (groups.length > 1 ? theme.width.wide : theme.width.column)
  const top = header({ title, notes, items: legendItems(groups) }, width)
  const size = checkSize(
    options.size ?? { width, height: Math.ceil(top.bottom) + rows * 110 + (rows === 1 ? 100 : 50) },
  )
  const yTicks = verticalTicks(scaleLinear(domain.y, [0, 1]), 4)
  const xReach = widestLabel(verticalTicks(scaleLinear(domain.x, [0, 1]), 7)) / 2
  const xLines = axisLabelLines(xLabel, size.width * 0.85)
  const yLines = axisLabelLines(yLabel, (size.height - top.bottom) * 0.85)
  const left = leftAxisWidth(yLines.length, widestLabel(yTicks))
  const right = Math.max(theme.padding + 4, xReach + 2)
  const height = size.height - top.bottom - bottomAxisHeight(xLines.length)
  return {
    top,
    size,
    yTicks,
    xLines,
    yLines,
    area: { left, top: top.bottom, width: size.width - left - right, height },
  }
}

/**
 * Small multiples of histograms as an SVG string, binned elsewhere, with the median and the mean of each group where
 * given. All panels share both axes.
 * @throws FigureError (INVALID_ARGUMENT) for no groups, edges that are not ascending, counts that are negative, not
 * finite or not one per bin, an n that is no whole number from 0, and a size too small for the panels
 */
export const histograms = (options: HistogramsOptions): string => {
  const { id, title, groups, edges, xLabel, yLabel, notes = [] } = options
  checkHistograms(groups, edges)
  checkText(xLabel, 'xLabel')
  checkText(yLabel, 'yLabel')
  checkWhole(options.columns ?? 1, 'columns', 1)
  const columns = Math.min(options.columns ?? defaultColumns(groups.length), groups.length)
  const domain = histogramDomains(groups, edges)
  const { top, size, yTicks, xLines, yLines, area } = layout(options, columns, domain)
  const description = [`${counted(groups.length, 'histogram')} of ${xLabel}: ${yLabel}.`, ...notes].join(' ')
  const labelTop = area.top + area.height + bottomAxisHeight(0) - theme.padding + 5
  const plot = { class: 'plot', 'data-x-domain': domain.x.join(' '), 'data-y-domain': domain.y.join(' ') }
  return figureRoot(
    { id, ...size, name: title ?? `Histograms of ${xLabel}`, description },
    ...top.markup,
    element('g', plot, ...histogramPanels(groups, { edges, domain, yTicks, columns }, area)),
    ...bottomLabel(xLabel, xLines, area, labelTop, size.width),
    ...leftLabel(yLabel, yLines, area, size.height),
  )
}
