import { scaleBand, scaleLinear } from 'd3-scale'
import { axisLabelLines, leftAxis, leftAxisWidth, leftLabel, rule, type PlotArea } from './axis.js'
import { bandLabels } from './band-labels.js'
import { barTable, checkReferences, hasWhisker, type Bar, type BarTable, type Reference } from './bar-data.js'
import { barMark } from './bar-marks.js'
import { checkText } from './check.js'
import { checkDomain, domainOf, type Domain } from './domain.js'
import { element } from './element.js'
import { refusal } from './figure-error.js'
import { figureRoot } from './figure-root.js'
import { checkRoom, checkSize, type FigureSize } from './figure-size.js'
import { counted } from './format-value.js'
import { header } from './header.js'
import { boxSample } from './legend.js'
import { referenceLines, referenceRoom } from './reference-lines.js'
import { theme } from './theme.js'
import { verticalTicks, widestLabel } from './ticks.js'

/** A bar chart; values in the unit that `yLabel` names. */
export interface BarsOptions {
  id: string
  title?: string
  bars: readonly Bar[]
  yLabel: string
  /** Labelled lines across the plot, e.g. a noise ceiling. */
  reference?: readonly Reference[]
  /** The least the axis shows; it grows to zero, to every value, whisker, point and reference. */
  domain?: Domain
  notes?: readonly string[]
  /** Default 321 to 480 pixels wide, more for many bars, and 300 high. */
  size?: FigureSize
}

const { padding, tickLength } = theme

const barDomain = ({ bars, reference = [], domain }: BarsOptions): Domain => {
  const asked = domain ? checkDomain(domain, 'domain') : []
  const ends = bars.flatMap((bar) => [bar.value, ...(hasWhisker(bar) ? bar.interval! : []), ...(bar.points ?? [])])
  const values = [0, ...ends.filter(Number.isFinite), ...reference.map(({ value }) => value)]
  const [low, high] = domainOf(values, 'bars')
  const margin = (high - low) * 0.04
  const [least, most] = [low < 0 ? low - margin : low, high > 0 ? high + margin : high]
  // A margin beyond the data is for marks at the end of the axis; a domain that was asked for needs none.
  return domain && asked[0]! <= low && asked[1]! >= high
    ? [asked[0]!, asked[1]!]
    : domainOf([least, most, ...asked], 'bars')
}

// Below 12 pixels per category turned labels touch, below 5 per bar the outlines do, below 15 turned "n/a" texts.
const leastStep = ({ groups, placed }: BarTable) =>
  Math.max(12, (placed.some(({ bar }) => Number.isNaN(bar.value)) ? 15 : 5) * groups.length)

const room = (table: BarTable, given: FigureSize | undefined, margins: number): FigureSize => {
  const count = table.categories.length
  const needed = Math.ceil(margins + count * leastStep(table))
  if (given && checkSize(given).width < needed)
    throw refusal(`at least ${needed} pixels for so many bars`, 'size.width', given.width)
  const comfortable = Math.min(theme.width.wide, margins + count * Math.max(40, 16 * table.groups.length))
  return given ?? { width: Math.max(theme.width.column, comfortable, needed), height: 300 }
}

const barPlaces = (table: BarTable, area: PlotArea) => {
  const outer = scaleBand(
    table.categories.map((_, i) => i),
    [area.left, area.left + area.width],
  ).padding(0.25)
  // Groups that never share a category need no room beside one another.
  const alone = table.placed.length === table.categories.length
  const groups = alone ? 1 : Math.max(1, table.groups.length)
  const inner = scaleBand(
    Array.from({ length: groups }, (_, i) => i),
    [0, outer.bandwidth()],
  ).paddingInner(0.08)
  const widest = 48
  const width = Math.min(widest, inner.bandwidth())
  const shift = (inner.bandwidth() - width) / 2
  return {
    middles: table.categories.map((_, i) => outer(i)! + outer.bandwidth() / 2),
    place: (category: number, group: number) => ({ left: outer(category)! + inner(alone ? 0 : group)! + shift, width }),
  }
}

const layout = (options: BarsOptions, table: BarTable, domain: Domain, notes: readonly string[]) => {
  const { title, yLabel, reference = [] } = options
  const yTicks = verticalTicks(scaleLinear(domain, [0, 1]), 6)
  const right = referenceRoom(reference) + padding
  const size = room(table, options.size, leftAxisWidth(4, widestLabel(yTicks)) + right)
  const items = table.groups.map((label, i) => ({ label, sampleWidth: 11, sample: boxSample(theme.palette[i]!) }))
  const top = header({ title, notes, items }, size.width)
  const yLines = axisLabelLines(yLabel, (size.height - top.bottom) * 0.85)
  const left = leftAxisWidth(yLines.length, widestLabel(yTicks))
  const step = (size.width - left - right) / (table.categories.length + 0.25)
  const labels = bandLabels(table.categories, step, left + 0.625 * step)
  const height = size.height - top.bottom - labels.height - tickLength - padding - 6
  const area: PlotArea = { left, top: top.bottom + 4, width: size.width - left - right, height }
  checkRoom(area)
  return { size, top, yTicks, yLines, labels, area }
}

/**
 * Bar chart as an SVG string: bars from zero, whiskers, individual points and labelled reference lines. Zero is always
 * on the axis, which is never cut; a NaN value is written as "n/a".
 * @throws FigureError (INVALID_ARGUMENT) for no bars, no finite value, an infinite value, a turned-round interval, a
 * group on some bars only, a (label, group) that comes twice, more than six groups, a reference that is not finite, a
 * bad domain or id, and a size too small for the bars
 */
export const bars = (options: BarsOptions): string => {
  const { id, title, yLabel, reference = [] } = options
  const table = barTable(options.bars)
  checkText(yLabel, 'yLabel')
  checkReferences(reference)
  const domain = barDomain(options)
  const notes = [...(options.notes ?? []), ...table.notes]
  const { size, top, yTicks, yLines, labels, area } = layout(options, table, domain, notes)
  const bottom = area.top + area.height
  const y = scaleLinear(domain, [bottom, area.top])
  const { middles, place } = barPlaces(table, area)
  const marks = table.placed.map(({ bar, category, group }) =>
    barMark(bar, { ...place(category, group), colour: theme.palette[group]!, y }),
  )
  const description = [`Bar chart of ${counted(marks.length, 'bar')}: ${yLabel}.`, ...notes].join(' ')
  return figureRoot(
    { id, ...size, name: title ?? `${yLabel}, bar chart`, description },
    ...top.markup,
    element('g', { class: 'plot', 'data-y-domain': domain.join(' ') }, ...marks),
    rule(area.left, y(0), area.left + area.width, y(0), { class: 'zero' }),
    ...referenceLines(reference, y, area),
    leftAxis(yTicks, y, area),
    // Ticks that hang below bars and zero line would point at nothing.
    ...(domain[0] < 0 ? [] : middles.map((x) => rule(x, bottom, x, bottom + tickLength))),
    ...labels.draw(middles, bottom + tickLength + 2),
    ...leftLabel(yLabel, yLines, area, size.height),
  )
}
