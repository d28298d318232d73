import { scaleLinear, scaleLog } from 'd3-scale'
import {
  axisLabelLines,
  bottomAxis,
  bottomAxisHeight,
  bottomLabel,
  leftAxis,
  leftAxisWidth,
  leftLabel,
  type PlotArea,
} from './axis.js'
import { checkReferences, type Reference } from './bar-data.js'
import { checkText } from './check.js'
import { checkDomain, domainOf, padded, type Domain } from './domain.js'
import { element } from './element.js'
import { refusal } from './figure-error.js'
import { figureRoot } from './figure-root.js'
import { checkRoom, checkSize, type FigureSize } from './figure-size.js'
import { counted } from './format-value.js'
import { header } from './header.js'
import { lineSample } from './legend.js'
import { checkLines, type AxisScale, type LineScales, type LineSeries } from './line-data.js'
import { bandMark, colourOf, dashOf, lineMarks } from './line-marks.js'
import { logTicks } from './log-ticks.js'
import { referenceLines, referenceRoom } from './reference-lines.js'
import { theme } from './theme.js'
import { horizontalTicks, verticalTicks, widestLabel, type Ticks } from './ticks.js'

/** Lines over a common x; every value in data units. */
export interface LinesOptions {
  id: string
  title?: string
  series: readonly LineSeries[]
  /** Axis labels, with the unit; a logarithmic axis should say so. */
  xLabel: string
  yLabel: string
  /** Linear unless told. */
  scales?: LineScales
  /** Labelled lines across the plot. */
  reference?: readonly Reference[]
  notes?: readonly string[]
  xDomain?: Domain
  yDomain?: Domain
  /** Default 480 by 320 pixels. */
  size?: FigureSize
}

type Domains = Readonly<Record<'x' | 'y', Domain>>
type Scales = Readonly<Record<'x' | 'y', (value: number) => number>>

const around = (values: readonly number[], scale: AxisScale | undefined, name: string): Domain => {
  if (scale !== 'log') return padded(domainOf(values, name))
  const [low, high] = padded(domainOf(values.map(Math.log10), name))
  return [10 ** low, 10 ** high]
}

const given = (domain: Domain, scale: AxisScale | undefined, name: string): Domain => {
  checkDomain(domain, name)
  if (scale === 'log' && domain[0] <= 0) throw refusal('positive ends (logarithmic axis)', name, domain.join(', '))
  return domain
}

const domainsOf = ({ series, reference = [], scales = {}, xDomain, yDomain }: LinesOptions): Domains => {
  const shown = series.map(({ points, band = [] }) => ({
    points: points.filter(({ y }) => !Number.isNaN(y)),
    band: band.filter(({ lower, upper }) => !Number.isNaN(lower + upper)),
  }))
  const xs = shown.flatMap(({ points, band }) => [...points, ...band].map(({ x }) => x))
  const ys = shown.flatMap(({ points, band }) => [
    ...points.map(({ y }) => y),
    ...band.flatMap((p) => [p.lower, p.upper]),
  ])
  return {
    x: xDomain ? given(xDomain, scales.x, 'xDomain') : around(xs, scales.x, 'series.x'),
    y: yDomain
      ? given(yDomain, scales.y, 'yDomain')
      : around([...ys, ...reference.map(({ value }) => value)], scales.y, 'series.y'),
  }
}

const scaleOf = (scale: AxisScale | undefined, domain: Domain, range: readonly [number, number]) =>
  scale === 'log' ? scaleLog(domain, range) : scaleLinear(domain, range)

const yTicksOf = ({ scales }: LinesOptions, domain: Domain, height: number): Ticks => {
  const count = Math.max(3, Math.min(7, Math.round(height / 50)))
  if (scales?.y === 'log') return logTicks(domain, count + 2)
  return verticalTicks(scaleLinear(domain, [0, 1]), count, scales?.y === 'integer')
}

const layout = (options: LinesOptions, domain: Domains, notes: readonly string[]) => {
  const { title, series, reference = [], xLabel, yLabel } = options
  const size = checkSize(options.size ?? { width: theme.width.wide, height: 320 })
  const items = series.map(({ label }, k) => ({ label, sample: lineSample(colourOf(k), { dash: dashOf(k) }) }))
  const top = header({ title, notes, items: series.length > 1 ? items : [] }, size.width)
  const xLines = axisLabelLines(xLabel, size.width * 0.85)
  const yLines = axisLabelLines(yLabel, (size.height - top.bottom) * 0.85)
  const yTicks = yTicksOf(options, domain.y, size.height - top.bottom)
  const left = leftAxisWidth(yLines.length, widestLabel(yTicks))
  const right = Math.max(theme.padding + 16, referenceRoom(reference) + theme.padding)
  const height = size.height - top.bottom - bottomAxisHeight(xLines.length)
  const area: PlotArea = { left, top: top.bottom, width: size.width - left - right, height }
  checkRoom(area)
  return { size, top, xLines, yLines, yTicks, area }
}

const xTicksOf = ({ scales }: LinesOptions, domain: Domain, { left, width }: PlotArea): Ticks =>
  scales?.x === 'log'
    ? logTicks(domain, Math.max(2, Math.floor(width / 45)))
    : horizontalTicks(scaleLinear(domain, [left, left + width]), 7, scales?.x === 'integer')

const outside = (series: readonly LineSeries[], { x, y }: Domains): string[] => {
  const beyond = series
    .flatMap(({ points }) => points)
    .filter((p) => p.x < x[0] || p.x > x[1] || p.y < y[0] || p.y > y[1]).length
  return beyond === 0 ? [] : [`${counted(beyond, 'point')} outside the axes not shown`]
}

const plot = ({ id, series }: LinesOptions, domain: Domains, { x, y }: Scales, area: PlotArea) => {
  const { left, top, width, height } = area
  const places = series.map((one, k) => ({ one, place: { x, y, colour: colourOf(k), dash: dashOf(k) } }))
  return element(
    'g',
    { class: 'plot', 'data-x-domain': domain.x.join(' '), 'data-y-domain': domain.y.join(' ') },
    element('clipPath', { id: `${id}-clip` }, element('rect', { x: left, y: top, width, height })),
    element(
      'g',
      { 'clip-path': `url(#${id}-clip)` },
      ...places.flatMap(({ one, place }) => bandMark(one, place)),
      ...places.flatMap(({ one, place }) => lineMarks(one, place)),
    ),
  )
}

/**
 * Line chart as an SVG string: one line per series, each with a colour and a dash of its own, over optional bands and
 * labelled reference lines, on linear or logarithmic axes. A NaN breaks the line and is counted in a note; points outside
 * a given domain are counted too. The value axis need not hold zero.
 * @throws FigureError (INVALID_ARGUMENT) for no series, more than six, a label that comes twice, no value at all, x that is
 * not finite or not ascending, an infinite y, a turned-round band, values a logarithmic axis cannot show, a reference that
 * is not finite, a bad domain, id or label, and a size too small
 */
export const lines = (options: LinesOptions): string => {
  const { id, title, xLabel, yLabel, series, reference = [], scales = {} } = options
  checkText(xLabel, 'xLabel')
  checkText(yLabel, 'yLabel')
  const gaps = checkLines(series, scales)
  checkReferences(reference)
  const domain = domainsOf(options)
  const notes = [...(options.notes ?? []), ...gaps, ...outside(series, domain)]
  const { size, top, xLines, yLines, yTicks, area } = layout(options, domain, notes)
  const bottom = area.top + area.height
  const x = scaleOf(scales.x, domain.x, [area.left, area.left + area.width])
  const y = scaleOf(scales.y, domain.y, [bottom, area.top])
  const within = reference.filter(({ value }) => value >= domain.y[0] && value <= domain.y[1])
  const description = `Line chart of ${series.map(({ label }) => label).join(', ')}: ${yLabel} against ${xLabel}.`
  return figureRoot(
    { id, ...size, name: title ?? `${yLabel} against ${xLabel}`, description: [description, ...notes].join(' ') },
    ...top.markup,
    plot(options, domain, { x, y }, area),
    ...referenceLines(within, y, area),
    bottomAxis(xTicksOf(options, domain.x, area), x, area),
    leftAxis(yTicks, y, area),
    ...bottomLabel(xLabel, xLines, area, bottom + bottomAxisHeight(0) - theme.padding + 5, size.width),
    ...leftLabel(yLabel, yLines, area, size.height),
  )
}
