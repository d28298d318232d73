import { rule, type PlotArea } from './axis.js'
import { element, text, type Markup } from './element.js'
import { singleHue } from './single-hue.js'
import { centredBaseline, textBlock } from './text-block.js'
import { theme } from './theme.js'

/** Pixels right of the colour bar's own box that its tick labels and its label take. */
export const colourBarMargin = 42

const marks = [0, 0.01, 0.05, 0.1, 0.25, 0.5, 1]
const stops = 32

/**
 * Upright colour bar for proportions from 0 to 1 with a label at its right; `position` maps a proportion to the place
 * on the bar and on the colour scale, both from 0 to 1.
 */
export const colourBar = (
  { id, label, position }: { id: string; label: string; position: (proportion: number) => number },
  { left, top, width, height }: PlotArea,
): Markup[] => {
  const gradient = Array.from({ length: stops + 1 }, (_, i) =>
    element('stop', { offset: `${(100 * i) / stops}%`, 'stop-color': singleHue(i / stops) }),
  )
  const box = {
    class: 'colour-bar',
    x: left,
    y: top,
    width,
    height,
    fill: `url(#${id})`,
    stroke: 'currentColor',
    'stroke-width': 0.75,
  }
  const size = theme.fontSize.mark
  const ticks = marks.flatMap((proportion) => {
    const y = top + height * (1 - position(proportion))
    const at = {
      class: 'tick',
      x: left + width + 5,
      y: centredBaseline(y, size),
      'font-size': size,
      fill: 'currentColor',
    }
    return [rule(left + width, y, left + width + 3, y), element('text', at, text(String(proportion)))]
  })
  const x = left + width + colourBarMargin - 3
  return [
    element('defs', {}, element('linearGradient', { id, x1: 0, y1: 1, x2: 0, y2: 0 }, ...gradient)),
    element('rect', box),
    ...ticks,
    textBlock([label], { x, y: top + height / 2, size: theme.fontSize.note, anchor: 'middle', rotate: 90 }),
  ]
}
