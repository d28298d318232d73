import { scaleLinear } from 'd3-scale'
import { bottomAxis, leftAxis, type PlotArea } from './axis.js'
import { bandLabels } from './band-labels.js'
import { element, text, type Markup } from './element.js'
import { fitText } from './fit-text.js'
import { boxSample, type LegendItem } from './legend.js'
import type { RdmGroup } from './rdm-data.js'
import { blockHeight, centredBaseline, textBlock } from './text-block.js'
import { textWidth } from './text-width.js'
import { theme } from './theme.js'
import { horizontalTicks, widestLabel } from './ticks.js'

/** What stands left of and below a matrix: how much room it takes, how it is drawn, and what the legend says of it. */
export interface RdmAxes {
  left: number
  bottom: number
  draw: (area: PlotArea) => Markup[]
  legend: LegendItem[]
}

const size = theme.fontSize.tick
const barWidth = 7
const barGap = 3

interface Axis {
  n: number
  side: number
  labels: readonly string[] | undefined
  groups: readonly RdmGroup[] | undefined
}

/** Labels of the conditions where they fit, else the groups' names, else the conditions' numbers; groups as bars. */
export const rdmAxes = ({ n, side, labels, groups }: Axis): RdmAxes => {
  const bars = groups && groupBars(groups, n)
  if (labels && side / n >= 10)
    return combine(conditionLabels(labels, side, bars ? barGap + barWidth : 0), bars, groups ?? [])
  if (groups) return combine(groupNames(groups, n, side), bars, [])
  return numbers(n, side)
}

/** As axes, drawn `inset` pixels away from the matrix. */
interface Part {
  left: number
  bottom: number
  draw: (area: PlotArea, inset: number) => Markup[]
}

const combine = (outer: Part, bars: Part | undefined, named: readonly RdmGroup[]): RdmAxes => {
  const inset = bars?.left ?? 0
  return {
    left: outer.left + inset,
    bottom: outer.bottom + inset,
    draw: (area) => [...(bars?.draw(area, 0) ?? []), ...outer.draw(area, inset)],
    legend: named.map(({ label }, k) => ({ label, sampleWidth: 11, sample: boxSample(colourOf(k, named.length)) })),
  }
}

// More groups than colours alternate between two greys: their names stand beside the bars.
const colourOf = (k: number, count: number): string =>
  count <= theme.palette.length ? theme.palette[k]! : ['#5a5a5a', '#b0b0b0'][k % 2]!

const spans = (groups: readonly RdmGroup[], n: number) => {
  let from = 0
  return groups.map(({ label, size: conditions }) => {
    const span = { label, from: from / n, to: (from + conditions) / n }
    from += conditions
    return span
  })
}

const groupBars = (groups: readonly RdmGroup[], n: number): Part => ({
  left: barGap + barWidth,
  bottom: barGap + barWidth,
  draw: ({ left, top, width, height }) =>
    spans(groups, n).flatMap(({ label, from, to }, k) => {
      const look = { class: 'group', 'data-label': label, fill: colourOf(k, groups.length) }
      const beside = { x: left - barGap - barWidth, y: top + from * height, width: barWidth }
      const below = { x: left + from * width, y: top + height + barGap, height: barWidth }
      return [
        element('rect', { ...look, ...beside, height: (to - from) * height }),
        element('rect', { ...look, ...below, width: (to - from) * width }),
      ]
    }),
})

const groupNames = (groups: readonly RdmGroup[], n: number, side: number): Part => {
  const room = blockHeight(1, size) + 4
  return {
    ...{ left: room, bottom: room },
    draw: ({ left, top, width, height }, inset) =>
      spans(groups, n).flatMap(({ label, from, to }) => {
        const shown = fitText(label, (to - from) * side - 2, size)
        if (shown === '…' && label !== '…') return []
        const look = { size, anchor: 'middle', full: label } as const
        const middle = (from + to) / 2
        return [
          textBlock([shown], { ...look, x: left - inset - room, y: top + middle * height, rotate: -90 }),
          textBlock([shown], { ...look, x: left + middle * width, y: top + height + inset + 2 }),
        ]
      }),
  }
}

const conditionLabels = (labels: readonly string[], side: number, inset: number): Part => {
  const step = side / labels.length
  const shown = labels.map((label) => fitText(label, 110, size))
  const left = Math.max(...shown.map((label) => textWidth(label, size))) + 5
  const columns = bandLabels(labels, step, left + inset + step / 2)
  return {
    ...{ left, bottom: columns.height + 4 },
    draw: (area, inset) => [
      ...labels.map((label, i) => {
        const at = {
          x: area.left - inset - 5,
          y: centredBaseline(area.top + (i + 0.5) * step, size),
          'font-size': size,
        }
        const look = { class: 'tick', 'text-anchor': 'end', fill: 'currentColor' }
        return element('text', { ...look, ...at }, element('title', {}, text(label)), text(shown[i]!))
      }),
      ...columns.draw(
        labels.map((_, i) => area.left + (i + 0.5) * step),
        area.top + area.height + inset + 4,
      ),
    ],
  }
}

// Conditions are counted from 1; a tick stands at the middle of its row.
const numbers = (n: number, side: number): RdmAxes => {
  const at = (from: number, length: number) => scaleLinear([0.5, n + 0.5], [from, from + length])
  const ticks = horizontalTicks(at(0, side), 6)
  const whole = ticks.values.map((value, k) => ({ value, label: ticks.labels[k]! }))
  const kept = whole.filter(({ value }) => Number.isInteger(value) && value >= 1 && value <= n)
  const shown = { values: kept.map(({ value }) => value), labels: kept.map(({ label }) => label) }
  return {
    left: theme.tickLength + 3 + widestLabel(shown),
    bottom: theme.tickLength + 2 + blockHeight(1, size),
    draw: (area) => [
      leftAxis(shown, at(area.top, area.height), area),
      bottomAxis(shown, at(area.left, area.width), area),
    ],
    legend: [],
  }
}
