import { element, text, type Markup } from './element.js'
import { blockHeight, centredBaseline, textBlock } from './text-block.js'
import { wrapText } from './fit-text.js'
import { textWidth } from './text-width.js'
import type { Ticks } from './ticks.js'
import { theme } from './theme.js'

/** The rectangle the data are drawn in, in pixels. */
export interface PlotArea {
  left: number
  top: number
  width: number
  height: number
}

const { tick: tickSize, label: labelSize } = theme.fontSize
const { tickLength, padding } = theme

/** Straight line in the ink colour. */
export const rule = (
  x1: number,
  y1: number,
  x2: number,
  y2: number,
  attributes: Record<string, string | number> = {},
) => element('line', { x1, y1, x2, y2, stroke: 'currentColor', ...attributes })

/** Axis label broken into at most four lines; `available` is the length in pixels that the canvas has for it. */
export const axisLabelLines = (label: string, available: number): string[] =>
  wrapText(label, available, labelSize, { maxLines: 4 })

/** Pixels below the plot that a bottom axis with tick labels and a label of so many lines takes. */
export const bottomAxisHeight = (lines: number, tickLabelHeight = blockHeight(1, tickSize)): number =>
  tickLength + 2 + tickLabelHeight + (lines > 0 ? 3 + blockHeight(lines, labelSize) : 0) + padding - 2

/** Pixels left of the plot that a left axis with tick labels of this width and a label of so many lines takes. */
export const leftAxisWidth = (lines: number, tickLabelWidth: number): number =>
  padding - 2 + (lines > 0 ? blockHeight(lines, labelSize) + 5 : 0) + tickLabelWidth + 3 + tickLength

const centred = (middle: number, lines: readonly string[], from: number, to: number): number => {
  const half = Math.max(0, ...lines.map((line) => textWidth(line, labelSize))) / 2
  return Math.min(Math.max(middle, from + half + 2), to - half - 2)
}

/** Label below a bottom axis, centred on the plot as far as the canvas (`limit` pixels wide) allows. */
export const bottomLabel = (
  label: string,
  lines: readonly string[],
  area: PlotArea,
  y: number,
  limit: number,
): Markup[] => {
  const x = centred(area.left + area.width / 2, lines, 0, limit)
  return lines.length === 0 ? [] : [textBlock(lines, { x, y, size: labelSize, anchor: 'middle', full: label })]
}

/** Label left of a left axis, turned by 90°, centred on the plot as far as the canvas (`limit` pixels high) allows. */
export const leftLabel = (label: string, lines: readonly string[], area: PlotArea, limit: number): Markup[] => {
  const y = centred(area.top + area.height / 2, lines, area.top - 8, limit)
  const block = { x: padding - 2, y, size: labelSize, anchor: 'middle', rotate: -90, full: label } as const
  return lines.length === 0 ? [] : [textBlock(lines, block)]
}

const tickText = (label: string, x: number, y: number, anchor: 'middle' | 'end') =>
  element(
    'text',
    { class: 'tick', x, y, 'font-size': tickSize, 'text-anchor': anchor, fill: 'currentColor' },
    text(label),
  )

/** Axis line, ticks and tick labels below the plot; `labelled: false` leaves the labels out (shared axes). */
export const bottomAxis = (
  ticks: Ticks,
  at: (value: number) => number,
  { left, top, width, height }: PlotArea,
  { labelled = true }: { labelled?: boolean } = {},
): Markup => {
  const y = top + height
  const marks = ticks.values.flatMap((value, i) => [
    rule(at(value), y, at(value), y + tickLength),
    ...(labelled ? [tickText(ticks.labels[i]!, at(value), y + tickLength + 2 + 0.94 * tickSize, 'middle')] : []),
  ])
  return element('g', { class: 'axis' }, rule(left, y, left + width, y, { 'stroke-linecap': 'square' }), ...marks)
}

/** Axis line, ticks and tick labels left of the plot; `labelled: false` leaves the labels out (shared axes). */
export const leftAxis = (
  ticks: Ticks,
  at: (value: number) => number,
  { left, top, height }: PlotArea,
  { labelled = true }: { labelled?: boolean } = {},
): Markup => {
  const marks = ticks.values.flatMap((value, i) => [
    rule(left - tickLength, at(value), left, at(value)),
    ...(labelled
      ? [tickText(ticks.labels[i]!, left - tickLength - 3, centredBaseline(at(value), tickSize), 'end')]
      : []),
  ])
  return element('g', { class: 'axis' }, rule(left, top, left, top + height, { 'stroke-linecap': 'square' }), ...marks)
}
