import { checkFilled, checkNumber, checkText } from './check.js'
import type { Domain } from './domain.js'
import { element, text, type Markup } from './element.js'
import { refusal } from './figure-error.js'
import { counted, formatValue } from './format-value.js'
import { itemList } from './items.js'
import { theme } from './theme.js'

/** One point of a scatter plot, in data units; the label names it in its tooltip. */
export interface ScatterPoint {
  x: number
  y: number
  label?: string
  /** What a page links it by, e.g. the two images of a pair. */
  items?: readonly string[]
}

/**
 * Separates points that have both values from those that have not.
 * @throws FigureError (INVALID_ARGUMENT) for no points, for values that are no numbers, and where no point has both
 */
export const usablePoints = (points: readonly ScatterPoint[]): { points: ScatterPoint[]; notes: string[] } => {
  checkFilled(points, 'points')
  points.forEach(({ x, y, label }, i) => {
    checkNumber(x, `points[${i}].x`)
    checkNumber(y, `points[${i}].y`)
    if (label !== undefined) checkText(label, `points[${i}].label`)
  })
  const kept = points.filter(({ x, y }) => Number.isFinite(x) && Number.isFinite(y))
  if (kept.length === 0) throw refusal('at least one point with finite x and y', 'points', points)
  const left = points.length - kept.length
  return { points: kept, notes: left === 0 ? [] : [`${counted(left, 'point')} without value left out`] }
}

/** Keeps the points inside both domains and says how many were outside. */
export const pointsWithin = (
  points: readonly ScatterPoint[],
  x: Domain,
  y: Domain,
): { points: ScatterPoint[]; notes: string[] } => {
  const kept = points.filter((p) => p.x >= x[0] && p.x <= x[1] && p.y >= y[0] && p.y <= y[1])
  const left = points.length - kept.length
  return { points: kept, notes: left === 0 ? [] : [`${counted(left, 'point')} outside the axes not shown`] }
}

/** Whether points lie on one another throughout: their outlines would fill the cloud, which then hides the line. */
export const isCrowded = (points: readonly ScatterPoint[]): boolean => points.length > 1000

// Many points want small marks.
const radiusFor = (count: number) => (count <= 100 ? 3.5 : count <= 1000 ? 2.5 : 2)

const mark = (point: ScatterPoint, cx: number, cy: number, r: number): Markup => {
  const values = `x = ${formatValue(point.x)}, y = ${formatValue(point.y)}`
  const attributes = {
    class: 'point',
    cx,
    cy,
    r,
    'data-x': String(point.x),
    'data-y': String(point.y),
    'data-label': point.label,
    'data-items': point.items && itemList(point.items),
  }
  return element('circle', attributes, element('title', {}, text(point.label ? `${point.label}: ${values}` : values)))
}

const placesOf = (points: readonly ScatterPoint[]) => {
  const places = new Map<string, { point: ScatterPoint; count: number }>()
  for (const point of points) {
    const key = `${point.x},${point.y}`
    places.set(key, { point, count: (places.get(key)?.count ?? 0) + 1 })
  }
  return [...places.values()]
}

/** Of a crowd, how many points coincide with one before: a count beside each would lie on its neighbours. */
export const coincidentNotes = (points: readonly ScatterPoint[]): string[] => {
  const hidden = points.length - placesOf(points).length
  return isCrowded(points) && hidden > 0 ? [`${counted(hidden, 'point')} hidden exactly behind another`] : []
}

/** One circle per point, half transparent, and, unless it is a crowd, "×k" beside every place where k points coincide. */
export const scatterMarks = (
  points: readonly ScatterPoint[],
  x: (value: number) => number,
  y: (value: number) => number,
  right: number,
): Markup[] => {
  const circles = points.map((point) => mark(point, x(point.x), y(point.y), radiusFor(points.length)))
  const counts = (isCrowded(points) ? [] : placesOf(points))
    .filter(({ count }) => count > 1)
    .map(({ point, count }) => {
      const flip = x(point.x) + 28 > right
      const at = { x: x(point.x) + (flip ? -5 : 5), y: y(point.y) - 3, 'text-anchor': flip ? 'end' : undefined }
      const look = { class: 'coincident', 'font-size': theme.fontSize.mark, fill: 'currentColor' }
      return element('text', { ...look, ...at }, text(`×${count}`))
    })
  const outline = { 'fill-opacity': 0.55, stroke: 'currentColor', 'stroke-width': 0.5 }
  const look = { fill: theme.palette[0], ...(isCrowded(points) ? { 'fill-opacity': 0.4 } : outline) }
  return [element('g', look, ...circles), ...counts]
}
