import { checkFilled, checkNumber, checkText } from './check.js'
import { refusal } from './figure-error.js'
import { counted } from './format-value.js'
import { theme } from './theme.js'

/** One series, in data units, x ascending. A point whose y is NaN is a gap in the line. */
export interface LineSeries {
  label: string
  points: readonly { x: number; y: number }[]
  /** What the ribbon is belongs into the notes; a row with a NaN is a gap. */
  band?: readonly { x: number; lower: number; upper: number }[]
}

/** How an axis maps its values. */
export type AxisScale = 'linear' | 'log' | 'integer'

/** Scale of either axis; linear unless told. An integer one is linear with ticks at whole numbers (epochs, ranks). */
export interface LineScales {
  x?: AxisScale
  y?: AxisScale
}

type Row = Readonly<Record<string, number>>

const checkRow = (row: Row, keys: readonly string[], before: Row | undefined, name: string): void => {
  for (const key of keys) {
    checkNumber(row[key], `${name}.${key}`)
    if (Math.abs(row[key]!) === Infinity) throw refusal('a finite number or NaN', `${name}.${key}`, row[key])
  }
  if (!Number.isFinite(row['x'])) throw refusal('a finite number', `${name}.x`, row['x'])
  if (before && row['x']! < before['x']!) throw refusal('ascending x', `${name}.x`, row['x'])
  if (row['lower']! > row['upper']!) throw refusal('lower <= upper', `${name}.lower`, row['lower'])
}

const checkPositive = (row: Row, keys: readonly string[], scales: LineScales, name: string): void => {
  for (const key of keys)
    if (scales[key === 'x' ? 'x' : 'y'] === 'log' && row[key]! <= 0)
      throw refusal('a positive number (logarithmic axis)', `${name}.${key}`, row[key])
}

const checkRows = (rows: readonly object[], keys: readonly string[], scales: LineScales, name: string): void =>
  rows.forEach((row, i) => {
    checkRow(row as Row, keys, rows[i - 1] as Row | undefined, `${name}[${i}]`)
    checkPositive(row as Row, keys, scales, `${name}[${i}]`)
  })

/**
 * Checks series and says how many points are gaps.
 * @throws FigureError (INVALID_ARGUMENT) for no series or more than the palette has colours, a label that comes twice, a
 * series without points, x that is not finite or not ascending, an infinite y, a turned-round band, what a logarithmic axis
 * cannot show, and where no point has a value
 */
export const checkLines = (series: readonly LineSeries[], scales: LineScales): string[] => {
  checkFilled(series, 'series')
  if (series.length > theme.palette.length)
    throw refusal(`at most ${theme.palette.length} series`, 'series', `${series.length} series`)
  series.forEach(({ label, points, band }, i) => {
    checkText(label, `series[${i}].label`)
    checkFilled(points, `series[${i}].points`)
    checkRows(points, ['x', 'y'], scales, `series[${i}].points`)
    if (band !== undefined) checkFilled(band, `series[${i}].band`)
    checkRows(band ?? [], ['x', 'lower', 'upper'], scales, `series[${i}].band`)
  })
  if (new Set(series.map(({ label }) => label)).size < series.length)
    throw refusal('every label once', 'series', series)
  const missing = series.flatMap(({ points }) => points).filter(({ y }) => Number.isNaN(y)).length
  if (series.every(({ points }) => points.every(({ y }) => Number.isNaN(y))))
    throw refusal('at least one point with a value', 'series', series)
  return missing === 0 ? [] : [`${counted(missing, 'point')} without value: a gap in the line`]
}
