import { scaleLinear, type ScaleLinear } from 'd3-scale'
import { area as areaShape, line as lineShape } from 'd3-shape'
import {
  axisLabelLines,
  bottomAxis,
  bottomAxisHeight,
  bottomLabel,
  leftAxis,
  leftAxisWidth,
  leftLabel,
} from './axis.js'
import type { PlotArea } from './axis.js'
import { checkText } from './check.js'
import { checkDomain, domainOf, padded, type Domain } from './domain.js'
import { element, type Markup } from './element.js'
import { figureRoot } from './figure-root.js'
import { checkRoom, checkSize, type FigureSize } from './figure-size.js'
import { counted } from './format-value.js'
import { header } from './header.js'
import { lineSample, type LegendItem } from './legend.js'
import { checkRegression, type Regression } from './regression.js'
import {
  coincidentNotes,
  isCrowded,
  pointsWithin,
  scatterMarks,
  usablePoints,
  type ScatterPoint,
} from './scatter-points.js'
import { horizontalTicks, verticalTicks, widestLabel } from './ticks.js'
import { theme } from './theme.js'

/** A scatter plot of `points`; every array is in data units. */
export interface ScatterOptions {
  id: string
  title?: string
  points: readonly ScatterPoint[]
  /** Axis labels, with the unit. */
  xLabel: string
  yLabel: string
  regression?: Regression
  /** Remarks above the plot, one line each, e.g. "n = 20". */
  notes?: readonly string[]
  /** Draws y = x; both axes then share one domain unless domains are given. */
  identityLine?: boolean
  xDomain?: Domain
  yDomain?: Domain
  /** Default 480 by 480 pixels (5 by 5 inch). */
  size?: FigureSize
}

type Scale = ScaleLinear<number, number>

const domains = (options: ScatterOptions, points: readonly ScatterPoint[]): { x: Domain; y: Domain } => {
  const { line = [], band = [] } = options.regression ?? {}
  const xs = [...points, ...line, ...band].map((p) => p.x)
  const ys = [...points.map((p) => p.y), ...line.map((p) => p.y), ...band.flatMap((p) => [p.lower, p.upper])]
  const shared = options.identityLine ? padded(domainOf([...xs, ...ys], 'points')) : undefined
  return {
    x: options.xDomain ? checkDomain(options.xDomain, 'xDomain') : (shared ?? padded(domainOf(xs, 'points.x'))),
    y: options.yDomain ? checkDomain(options.yDomain, 'yDomain') : (shared ?? padded(domainOf(ys, 'points.y'))),
  }
}

const regressionMarks = ({ line, band }: Regression, x: Scale, y: Scale): Markup[] => {
  const path = lineShape<{ x: number; y: number }>(
    (p) => x(p.x),
    (p) => y(p.y),
  ).digits(2)(line)!
  const fill = (rows: NonNullable<Regression['band']>) =>
    areaShape<(typeof rows)[number]>(
      (p) => x(p.x),
      (p) => y(p.lower),
      (p) => y(p.upper),
    ).digits(2)(rows)!
  const ribbon = band
    ? [element('path', { class: 'band', d: fill(band), fill: 'currentColor', 'fill-opacity': 0.14 })]
    : []
  return [
    ...ribbon,
    element('path', { class: 'regression', d: path, fill: 'none', stroke: 'currentColor', 'stroke-width': 1.5 }),
  ]
}

const identity = (x: Scale, y: Scale): Markup[] => {
  const [[x0, x1], [y0, y1]] = [x.domain(), y.domain()] as [number[], number[]]
  const [low, high] = [Math.max(x0!, y0!), Math.min(x1!, y1!)]
  const look = { class: 'identity', stroke: 'currentColor', 'stroke-opacity': 0.7, 'stroke-dasharray': '4 3' }
  return low < high ? [element('line', { ...look, x1: x(low), y1: y(low), x2: x(high), y2: y(high) })] : []
}

const bandSample = (line: boolean, band: boolean) => (x: number, y: number) =>
  element(
    'g',
    {},
    ...(band ? [element('rect', { x, y, width: 18, height: 10, fill: 'currentColor', 'fill-opacity': 0.14 })] : []),
    ...(line ? [lineSample('currentColor')(x, y)] : []),
  )

const legendItems = ({ regression, identityLine }: ScatterOptions): LegendItem[] => [
  ...(regression?.label ? [{ label: regression.label, sample: bandSample(true, regression.band !== undefined) }] : []),
  ...(identityLine ? [{ label: 'y = x', sample: lineSample('currentColor', { dash: '4 3', width: 1 }) }] : []),
]

const layout = (options: ScatterOptions, domain: { x: Domain; y: Domain }, notes: readonly string[]) => {
  const size = checkSize(options.size ?? { width: theme.width.wide, height: theme.width.wide })
  const top = header({ title: options.title, notes, items: legendItems(options) }, size.width)
  const xLines = axisLabelLines(options.xLabel, size.width * 0.85)
  const yLines = axisLabelLines(options.yLabel, (size.height - top.bottom) * 0.85)
  const yCount = Math.max(3, Math.min(7, Math.round(size.height / 70)))
  const yTicks = verticalTicks(scaleLinear(domain.y, [0, 1]), yCount)
  const xReach = widestLabel(verticalTicks(scaleLinear(domain.x, [0, 1]), 7)) / 2
  const left = leftAxisWidth(yLines.length, widestLabel(yTicks))
  const width = size.width - left - Math.max(theme.padding + 4, xReach + 2)
  const area = { left, top: top.bottom, width, height: size.height - top.bottom - bottomAxisHeight(xLines.length) }
  checkRoom(area)
  return { size, top, xLines, yLines, yTicks, area }
}

const plot = (
  options: ScatterOptions,
  points: readonly ScatterPoint[],
  { x, y }: { x: Scale; y: Scale },
  area: PlotArea,
) => {
  const { left, top, width, height } = area
  const clip = { id: `${options.id}-clip` }
  const model = [
    ...(options.identityLine ? identity(x, y) : []),
    ...(options.regression ? regressionMarks(options.regression, x, y) : []),
  ]
  // Over a crowd, where it must not keep the pointer from the points.
  const above = isCrowded(points)
  const look = { 'clip-path': `url(#${clip.id})`, 'pointer-events': above ? 'none' : undefined }
  const [line, marks] = [[element('g', look, ...model)], scatterMarks(points, x, y, left + width)]
  return element(
    'g',
    { class: 'plot', 'data-x-domain': x.domain().join(' '), 'data-y-domain': y.domain().join(' ') },
    element('clipPath', clip, element('rect', { x: left, y: top, width, height })),
    ...(above ? [...marks, ...line] : [...line, ...marks]),
  )
}

/**
 * Scatter plot as an SVG string: one circle per point (with a tooltip and `data-x`, `data-y`, `data-label`), over an
 * optional regression line, band and identity line that come in as data. Points without a finite x and y, and points
 * outside a given domain, are counted in a note.
 * @throws FigureError (INVALID_ARGUMENT) for no usable point, for a line or band that is not finite or not ascending
 * in x, for a bad domain, id or label, and for a size too small
 */
export const scatter = (options: ScatterOptions): string => {
  const { id, title, xLabel, yLabel, regression } = options
  checkText(xLabel, 'xLabel')
  checkText(yLabel, 'yLabel')
  if (regression) checkRegression(regression)
  const usable = usablePoints(options.points)
  const domain = domains(options, usable.points)
  const shown = pointsWithin(usable.points, domain.x, domain.y)
  const notes = [...(options.notes ?? []), ...usable.notes, ...shown.notes, ...coincidentNotes(shown.points)]
  const { size, top, xLines, yLines, yTicks, area } = layout(options, domain, notes)
  const bottom = area.top + area.height
  const x = scaleLinear(domain.x, [area.left, area.left + area.width])
  const y = scaleLinear(domain.y, [bottom, area.top])
  const description = `Scatter plot of ${counted(shown.points.length, 'point')}: ${yLabel} against ${xLabel}.`
  return figureRoot(
    { id, ...size, name: title ?? `${yLabel} against ${xLabel}`, description: [description, ...notes].join(' ') },
    ...top.markup,
    plot(options, shown.points, { x, y }, area),
    bottomAxis(horizontalTicks(x, 7), x, area),
    leftAxis(yTicks, y, area),
    ...bottomLabel(xLabel, xLines, area, bottom + bottomAxisHeight(0) - theme.padding + 5, size.width),
    ...leftLabel(yLabel, yLines, area, size.height),
  )
}
