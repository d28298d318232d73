import { rule, type PlotArea } from './axis.js'
import { element, text, type Markup } from './element.js'
import { fitText } from './fit-text.js'
import { formatValue } from './format-value.js'
import type { HistogramGroup } from './histogram-data.js'
import { blockHeight, textBlock } from './text-block.js'
import { textWidth } from './text-width.js'
import { theme } from './theme.js'

const size = theme.fontSize.note

const count = ({ n }: HistogramGroup) => `n = ${n.toLocaleString('en')}`

/** Lines that every heading gets: 2 where a label and its n do not fit into one line of `width` pixels. */
export const headingLines = (groups: readonly HistogramGroup[], width: number): 1 | 2 =>
  groups.some((group) => textWidth(group.label, size, 600) + 8 + textWidth(count(group), size) > width) ? 2 : 1

/** Pixels above a panel that a heading of so many lines takes. */
export const headingHeight = (lines: number): number => blockHeight(lines, size) + 2

/** Down-pointing triangle whose tip is at (x, y), the mark of a mean. */
export const meanMark = (x: number, y: number): Markup =>
  element('path', {
    class: 'mean',
    d: 'M0 0L-3.5 -6L3.5 -6Z',
    transform: `translate(${Math.round(x * 100) / 100} ${Math.round(y * 100) / 100})`,
    fill: theme.palette[1],
    stroke: 'currentColor',
    'stroke-width': 0.5,
  })

/** Line of the median. */
export const medianMark = (x: number, top: number, bottom: number): Markup =>
  rule(x, top, x, bottom, { class: 'median', stroke: theme.palette[1], 'stroke-width': 1.5 })

const heading = (group: HistogramGroup, { left, top, width }: PlotArea, lines: 1 | 2): Markup[] => {
  const y = top - headingHeight(lines)
  const shown = fitText(group.label, width, size, 600)
  const n =
    lines === 1
      ? ({ x: left + width, y, size, anchor: 'end' } as const)
      : { x: left, y: y + blockHeight(1, size), size }
  return [textBlock([shown], { x: left, y, size, weight: 600, full: group.label }), textBlock([count(group)], n)]
}

/** One histogram: heading in one or two lines, one bar per bin from `y(0)`, median and mean. */
export const histogramPanel = (
  group: HistogramGroup,
  edges: readonly number[],
  { x, y }: { x: (value: number) => number; y: (value: number) => number },
  area: PlotArea,
  lines: 1 | 2,
): Markup => {
  const bottom = area.top + area.height
  const bins = group.counts.map((count, i) => {
    const [left, right] = [x(edges[i]!), x(edges[i + 1]!)]
    const box = { x: left, y: y(count), width: right - left, height: bottom - y(count) }
    const range = `${formatValue(edges[i]!)} to ${formatValue(edges[i + 1]!)}: ${formatValue(count)}`
    return element(
      'rect',
      { class: 'bin', ...box, 'data-value': String(count) },
      element('title', {}, text(`${group.label}, ${range}`)),
    )
  })
  const { median = NaN, mean = NaN } = group
  return element(
    'g',
    { class: 'panel', 'data-label': group.label, 'data-n': group.n },
    ...heading(group, area, lines),
    element('g', { fill: theme.palette[0], 'fill-opacity': 0.75, 'shape-rendering': 'crispEdges' }, ...bins),
    ...(Number.isFinite(median) ? [medianMark(x(median), area.top, bottom)] : []),
    ...(Number.isFinite(mean) ? [meanMark(x(mean), area.top + 6)] : []),
  )
}
