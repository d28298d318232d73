import { element, text, type Markup } from './element.js'
import { hasWhisker, type Bar } from './bar-data.js'
import { formatValue } from './format-value.js'
import { theme } from './theme.js'

/** Where a bar stands: left edge and width in pixels, its colour, and the scale of its values. */
export interface BarPlace {
  left: number
  width: number
  colour: string
  y: (value: number) => number
}

const line = (x1: number, y1: number, x2: number, y2: number) => element('line', { x1, y1, x2, y2 })

const whisker = ({ interval }: Bar, middle: number, width: number, y: (value: number) => number): Markup => {
  const [low, high] = interval!.map(y) as [number, number]
  const cap = Math.min(4, width / 3)
  const look = { class: 'whisker', stroke: 'currentColor', 'stroke-width': 1.25 }
  const caps = [low, high].map((end) => line(middle - cap, end, middle + cap, end))
  return element('g', look, line(middle, low, middle, high), ...caps)
}

// The golden ratio spreads any number of points evenly over the bar's width, and always in the same way.
const spread = (i: number) => ((i + 0.5) * 0.618033988749895) % 1

const dots = (points: readonly number[], { left, width, y }: BarPlace): Markup[] =>
  points.filter(Number.isFinite).map((value, i) =>
    element(
      'circle',
      {
        class: 'point',
        cx: left + width * (0.15 + 0.7 * spread(i)),
        cy: y(value),
        r: Math.min(1.9, width / 6),
        fill: 'currentColor',
        'fill-opacity': 0.55,
        'data-value': String(value),
      },
      element('title', {}, text(formatValue(value))),
    ),
  )

const tooltip = (bar: Bar) => {
  const interval = hasWhisker(bar) ? ` [${bar.interval!.map(formatValue).join(', ')}]` : ''
  return `${bar.label}${bar.group === undefined ? '' : `, ${bar.group}`}: ${formatValue(bar.value)}${interval}`
}

const notAvailable = (middle: number, zero: number, width: number): Markup => {
  const [size, narrow] = [theme.fontSize.mark, width < 14]
  const [x, y] = narrow ? [middle + 0.33 * size, zero - 3] : [middle, zero - 3]
  const transform = narrow ? `rotate(-90 ${Math.round(x * 100) / 100} ${Math.round(y * 100) / 100})` : undefined
  const anchor = narrow ? undefined : 'middle'
  return element(
    'text',
    { x, y, 'font-size': size, 'text-anchor': anchor, fill: 'currentColor', transform },
    text('n/a'),
  )
}

/** A bar from zero to its value with its whisker and points; "n/a" where the value is NaN. */
export const barMark = (bar: Bar, place: BarPlace): Markup => {
  const { left, width, colour, y } = place
  const [zero, middle] = [y(0), left + width / 2]
  const group = {
    class: 'bar',
    'data-label': bar.label,
    'data-group': bar.group,
    'data-value': String(bar.value),
    'data-interval': bar.interval?.join(' '),
  }
  const title = element('title', {}, text(tooltip(bar)))
  if (Number.isNaN(bar.value))
    return element('g', group, title, notAvailable(middle, zero, width), ...dots(bar.points ?? [], place))
  const end = y(bar.value)
  const box = { x: left, y: Math.min(zero, end), width, height: Math.abs(end - zero) }
  const rect = element('rect', {
    ...box,
    fill: colour,
    'fill-opacity': bar.points?.length ? 0.6 : undefined,
    stroke: 'currentColor',
    'stroke-width': 0.75,
  })
  const range = hasWhisker(bar) ? [whisker(bar, middle, width, y)] : []
  return element('g', group, title, rect, ...dots(bar.points ?? [], place), ...range)
}
