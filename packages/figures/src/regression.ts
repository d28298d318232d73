import { checkFinite, checkText } from './check.js'
import { refusal } from './figure-error.js'

/** A regression computed elsewhere: its line and, if wanted, its confidence band, x ascending, in data units. */
export interface Regression {
  line: readonly { x: number; y: number }[]
  band?: readonly { x: number; lower: number; upper: number }[]
  /** What line and band are, for the legend, e.g. "least squares, 95 % band". */
  label?: string
}

/** @throws FigureError (INVALID_ARGUMENT) unless line and band have two or more finite rows, x ascending */
export const checkRegression = ({ line, band, label }: Regression) => {
  if (label !== undefined) checkText(label, 'regression.label')
  for (const [name, rows] of Object.entries({ line, band })) {
    if (name === 'band' && rows === undefined) continue
    if (!Array.isArray(rows) || rows.length < 2) throw refusal('at least two entries', `regression.${name}`, rows)
    rows.forEach((row, i) => {
      for (const key of name === 'line' ? ['x', 'y'] : ['x', 'lower', 'upper'])
        checkFinite(row[key], `regression.${name}[${i}].${key}`)
      if (i > 0 && row.x < rows[i - 1].x) throw refusal('ascending x', `regression.${name}[${i}].x`, row.x)
      if (row.lower > row.upper) throw refusal('lower <= upper', `regression.band[${i}].lower`, row.lower)
    })
  }
}
