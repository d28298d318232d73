import { scaleLinear } from 'd3-scale'
import { rule, type PlotArea } from './axis.js'
import { checkNumber, checkText } from './check.js'
import { element, text, type Markup } from './element.js'
import { refusal } from './figure-error.js'
import { figureRoot } from './figure-root.js'
import { fitText } from './fit-text.js'
import { counted, formatValue } from './format-value.js'
import { header } from './header.js'
import { itemList } from './items.js'
import { singleHue } from './single-hue.js'
import { centredBaseline, textBlock } from './text-block.js'
import { textWidth } from './text-width.js'
import { theme } from './theme.js'
import { verticalTicks } from './ticks.js'

/** A representational dissimilarity matrix. */
export interface RdmMatrixOptions {
  id: string
  title?: string
  /** Dissimilarities of all pairs, n (n - 1) / 2, in SciPy's condensed order: (0, 1), (0, 2), … NaN is drawn as a gap. */
  values: ArrayLike<number>
  /** One label per condition, 2 to 120. */
  labels: readonly string[]
  /** What a page links the cells by: one id per condition, without blanks; default none. */
  items?: readonly string[]
  /** What is drawn, at the colour bar: "1 − cosine at fc1". */
  valueLabel: string
  /** Pairs of conditions that are outlined. */
  outlined?: readonly (readonly [number, number])[]
  notes?: readonly string[]
}

const tick = 8
const barWidth = 10

const check = ({ values, labels, items, valueLabel }: RdmMatrixOptions): void => {
  if (!Array.isArray(labels) || labels.length < 2 || labels.length > 120)
    throw refusal('2 to 120 labels', 'labels', labels)
  labels.forEach((label, i) => checkText(label, `labels[${i}]`))
  const size = (labels.length * (labels.length - 1)) / 2
  if (values?.length !== size) throw refusal(`${size} values`, 'values', `${values?.length} values`)
  for (let k = 0; k < size; k++) checkNumber(values[k]!, `values[${k}]`)
  if (items && items.length !== labels.length) throw refusal(`${labels.length} items`, 'items', items)
  checkText(valueLabel, 'valueLabel')
}

/** Smallest and largest finite value, apart from each other. */
const range = (values: ArrayLike<number>): [number, number] => {
  const finite = Array.from(values).filter(Number.isFinite)
  if (finite.length === 0) throw refusal('at least one finite value', 'values', Array.from(values).slice(0, 3))
  const [least, most] = finite.reduce(([a, b], v) => [Math.min(a, v), Math.max(b, v)], [Infinity, -Infinity])
  return least < most ? [least, most] : [least - 0.5, most + 0.5]
}

/** Place of (i, j), i < j, in the condensed order of n conditions. */
const place = (i: number, j: number, n: number) => n * i - (i * (i + 1)) / 2 + j - i - 1

const cells = (o: RdmMatrixOptions, [least, most]: [number, number], area: PlotArea, side: number): Markup[] => {
  const n = o.labels.length
  return Array.from({ length: n }, (_, row) => row).flatMap((row) =>
    Array.from({ length: row }, (_, column) => {
      const value = o.values[place(column, row, n)]!
      const box = { x: area.left + column * side, y: area.top + row * side, width: side, height: side }
      if (!Number.isFinite(value)) return element('rect', { class: 'cell', ...box, fill: 'none' })
      const fill = singleHue((value - least) / (most - least))
      const items = o.items && itemList([o.items[column]!, o.items[row]!])
      return element('rect', { class: 'cell', ...box, fill, 'data-items': items, 'data-value': formatValue(value) })
    }),
  )
}

const outlines = ({ outlined = [] }: RdmMatrixOptions, area: PlotArea, side: number): Markup[] =>
  outlined.map(([a, b]) => {
    const at = { x: area.left + Math.min(a, b) * side, y: area.top + Math.max(a, b) * side }
    const look = { fill: 'none', stroke: theme.palette[1], 'stroke-width': 1.75, 'pointer-events': 'none' }
    return element('rect', { class: 'outline', ...at, width: side, height: side, ...look })
  })

const names = (labels: readonly string[], area: PlotArea, side: number): Markup[] =>
  labels.flatMap((label, i) => {
    const look = { class: 'tick', 'font-size': tick, fill: 'currentColor' }
    const middle = (i + 0.5) * side
    const [x, y] = [area.left + middle, area.top + area.height + 4]
    const below = { x: x + tick * 0.34, y, transform: `rotate(-90 ${x + tick * 0.34} ${y})`, 'text-anchor': 'end' }
    const left = { x: area.left - 4, y: centredBaseline(area.top + middle, tick), 'text-anchor': 'end' }
    return [element('text', { ...look, ...left }, text(label)), element('text', { ...look, ...below }, text(label))]
  })

const bar = (id: string, label: string, domain: [number, number], area: PlotArea): Markup[] => {
  const scale = scaleLinear(domain, [area.top + area.height, area.top])
  const ticks = verticalTicks(scale, 5)
  const stops = Array.from({ length: 17 }, (_, k) => element('stop', { offset: `${(100 * k) / 16}%`, 'stop-color': singleHue(k / 16) })) // prettier-ignore
  const { left, top, width, height } = area
  const size = theme.fontSize.tick
  const widest = Math.max(...ticks.labels.map((one) => textWidth(one, size)))
  return [
    element('defs', {}, element('linearGradient', { id: `${id}-scale`, x1: 0, y1: 1, x2: 0, y2: 0 }, ...stops)),
    element('rect', { x: left, y: top, width, height, fill: `url(#${id}-scale)`, stroke: 'currentColor', 'stroke-width': 0.75 }), // prettier-ignore
    ...ticks.values.flatMap((value, k) => [
      rule(left + width, scale(value), left + width + 3, scale(value)),
      element('text', { class: 'tick', x: left + width + 6, y: centredBaseline(scale(value), size), 'font-size': size, fill: 'currentColor' }, text(ticks.labels[k]!)), // prettier-ignore
    ]),
    textBlock([label], { x: left + width + widest + 10 + theme.fontSize.label * 1.3, y: top + height / 2, size: theme.fontSize.label, anchor: 'middle', rotate: 90 }), // prettier-ignore
  ]
}

/**
 * An RDM as an SVG string: the lower triangle of the symmetric matrix, row i, column j < i, in one hue from its smallest to
 * its largest value. Where `items` are given, each cell carries its two as `data-items`, by which a page links it.
 * @throws FigureError (INVALID_ARGUMENT) for a wrong number of labels, values or items, and where no value is finite
 */
export const rdmMatrix = (options: RdmMatrixOptions): string => {
  check(options)
  const { id, title, labels, values, valueLabel } = options
  const domain = range(values)
  const gaps = Array.from(values).filter((value) => !Number.isFinite(value)).length
  const notes = [...(options.notes ?? []), ...(gaps > 0 ? [`${counted(gaps, 'pair')} without value left blank`] : [])]
  const side = Math.min(24, Math.max(3, 360 / labels.length))
  const edge = side * labels.length
  const shown = side >= tick ? labels.map((label) => fitText(label, 80, tick)) : []
  const margin = Math.max(6, ...shown.map((label) => textWidth(label, tick) + 8))
  const left = margin + theme.padding - 4
  const width = left + edge + 84
  const top = header({ title, notes }, width)
  const area = { left, top: top.bottom + 2, width: edge, height: edge }
  const barArea = { left: left + edge + 8, top: area.top, width: barWidth, height: Math.max(edge, 90) }
  const height = Math.max(area.top + edge + margin, barArea.top + barArea.height) + theme.padding
  const description = [`Dissimilarities of ${counted(labels.length, 'condition')}: ${valueLabel}.`, ...notes]
  return figureRoot(
    { id, width, height, name: title ?? `RDM, ${valueLabel}`, description: description.join(' ') },
    ...top.markup,
    element('g', { class: 'plot' }, ...cells(options, domain, area, side), ...outlines(options, area, side)),
    ...names(shown, area, side),
    ...bar(id, valueLabel, domain, barArea),
  )
}
