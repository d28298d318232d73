import { scaleLinear } from 'd3-scale'
import { axisLabelLines, rule, type PlotArea } from './axis.js'
import { element, text, type Markup } from './element.js'
import { hexColour } from './oklab.js'
import { sequential } from './sequential.js'
import { blockHeight, centredBaseline, textBlock } from './text-block.js'
import { theme } from './theme.js'
import { verticalTicks, widestLabel } from './ticks.js'

const stops = 64
const size = theme.fontSize.tick

/** An upright bar of the sequential scale for values of a domain, and how wide it is with its texts. */
export const scaleBar = (
  { id, label, domain }: { id: string; label: string; domain: readonly [number, number] },
  { left, top, width, height }: PlotArea,
): { markup: Markup[]; right: number } => {
  const gradient = Array.from({ length: stops + 1 }, (_, i) =>
    element('stop', { offset: `${(100 * i) / stops}%`, 'stop-color': hexColour(sequential(i / stops)) }),
  )
  const at = scaleLinear(domain, [top + height, top])
  const ticks = verticalTicks(at, Math.max(2, Math.min(6, Math.floor(height / 28))))
  const marks = ticks.values.flatMap((value, i) => {
    const place = { class: 'tick', x: left + width + 6, y: centredBaseline(at(value), size), 'font-size': size }
    return [
      rule(left + width, at(value), left + width + 3, at(value)),
      element('text', { ...place, fill: 'currentColor' }, text(ticks.labels[i]!)),
    ]
  })
  const lines = axisLabelLines(label, height)
  const labelLeft = left + width + 6 + widestLabel(ticks) + 6
  // Turned clockwise, the first line stands right.
  const labelRight = labelLeft + blockHeight(lines.length, theme.fontSize.label)
  const box = { class: 'colour-bar', x: left, y: top, width, height, fill: `url(#${id})` }
  return {
    markup: [
      element('defs', {}, element('linearGradient', { id, x1: 0, y1: 1, x2: 0, y2: 0 }, ...gradient)),
      element('rect', { ...box, stroke: 'currentColor', 'stroke-width': 0.75 }),
      ...marks,
      textBlock(lines, {
        ...{ x: labelRight, y: top + height / 2, size: theme.fontSize.label },
        ...{ anchor: 'middle', rotate: 90, full: label },
      }),
    ],
    right: labelRight,
  }
}
