import { area as areaShape, line as lineShape } from 'd3-shape'
import { element, text, type Markup } from './element.js'
import { counted, formatValue } from './format-value.js'
import type { LineSeries } from './line-data.js'
import { theme } from './theme.js'

/** Where a series is drawn. */
export interface LinePlace {
  x: (value: number) => number
  y: (value: number) => number
  colour: string
  dash: string | undefined
}

/** Dash of the k-th series: the lines are told apart without colour too. */
export const dashOf = (k: number): string | undefined => [undefined, '6 3', '2 2', '8 3 2 3', '1 3', '12 3'][k]

// Few points are measurements to look at one by one, many are a curve.
const fewPoints = 40

const dot = (point: { x: number; y: number }, { label }: LineSeries, { x, y, colour }: LinePlace): Markup =>
  element(
    'circle',
    {
      ...{ class: 'point', cx: x(point.x), cy: y(point.y), r: 2.5, fill: colour },
      ...{ 'data-x': String(point.x), 'data-y': String(point.y) },
    },
    element('title', {}, text(`${label}: x = ${formatValue(point.x)}, y = ${formatValue(point.y)}`)),
  )

// A line through one point has no length, so it would vanish between two gaps.
const alone = ({ points }: LineSeries) =>
  points.filter(({ y }, i) => {
    const beside = [points[i - 1], points[i + 1]].some((other) => other && !Number.isNaN(other.y))
    return !Number.isNaN(y) && !beside
  })

/** The ribbon of a series, broken at its gaps. */
export const bandMark = ({ band }: LineSeries, { x, y, colour }: LinePlace): Markup[] => {
  if (!band) return []
  const d = areaShape<(typeof band)[number]>(
    (p) => x(p.x),
    (p) => y(p.lower),
    (p) => y(p.upper),
  )
    .defined(({ lower, upper }) => !Number.isNaN(lower + upper))
    .digits(2)(band)
  return d ? [element('path', { class: 'band', d, fill: colour, 'fill-opacity': 0.18 })] : []
}

/** The line of a series, broken at its gaps, and a dot for every point of a short one or between two gaps. */
export const lineMarks = (series: LineSeries, place: LinePlace): Markup[] => {
  const { label, points } = series
  const shown = points.filter(({ y }) => !Number.isNaN(y))
  const d = lineShape<(typeof points)[number]>(
    (p) => place.x(p.x),
    (p) => place.y(p.y),
  )
    .defined(({ y }) => !Number.isNaN(y))
    .digits(2)(points)
  const look = { fill: 'none', stroke: place.colour, 'stroke-width': 1.5, 'stroke-linejoin': 'round' }
  const title = element('title', {}, text(`${label}: ${counted(shown.length, 'point')}`))
  const path = d
    ? [element('path', { class: 'line', 'data-label': label, d, ...look, 'stroke-dasharray': place.dash }, title)]
    : []
  const dots = points.length <= fewPoints ? shown : alone(series)
  return [...path, ...dots.map((point) => dot(point, series, place))]
}

/** Colour of the k-th series. */
export const colourOf = (k: number): string => theme.palette[k]!
