import { format, precisionFixed } from 'd3-format'
import type { ScaleLinear } from 'd3-scale'
import { formatValue } from './format-value.js'
import { textWidth } from './text-width.js'
import { theme } from './theme.js'

/** Axis marks: their values on the scale and what is written beside them. */
export interface Ticks {
  values: number[]
  labels: string[]
}

const superscript = (digits: string) =>
  [...digits].map((d) => (d === '-' || d === '−' ? '⁻' : '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(d)]!)).join('')

// Eleven decimals keep neighbours apart and drop the noise of floating-point steps; "~" trims the zeros.
const scientific = format('.11~e')
const power = (value: number) =>
  value === 0
    ? '0'
    : scientific(value).replace(/e\+?([-−]?)(\d+)$/, (_, sign, digits) => `×10${superscript(sign + digits)}`)

/** Tick labels with as many digits as the step needs and U+2212 as minus; powers of ten from a million on. */
export const tickLabels = (values: readonly number[]): string[] => {
  const alone = values.length < 2
  const step = alone ? Math.abs(values[0] ?? 1) || 1 : Number(Math.abs(values[1]! - values[0]!).toPrecision(6))
  const largest = Math.max(...values.map(Math.abs), 0)
  if (largest >= 1e6 || step < 1e-4) return values.map(power)
  return values.map(alone ? formatValue : format(`${largest >= 1e4 ? ',' : ''}.${precisionFixed(step)}f`))
}

const apart = (ticks: Ticks, at: (value: number) => number) => {
  const reach = ticks.labels.map((label) => textWidth(label, theme.fontSize.tick) / 2)
  return ticks.values.every(
    (value, i) => i === 0 || Math.abs(at(value) - at(ticks.values[i - 1]!)) >= reach[i]! + reach[i - 1]! + 8,
  )
}

/**
 * The most ticks, at most about `count`, whose labels stand at least 8 pixels apart on a horizontal scale: where not
 * even two neighbours do, the first and the last one, and where these do not, the first one. `whole`: at integers alone.
 */
export const horizontalTicks = (scale: ScaleLinear<number, number>, count: number, whole = false): Ticks => {
  const placed = (wanted: number) => scale.ticks(wanted).filter((value) => !whole || Number.isInteger(value))
  for (let wanted = count; wanted >= 2; wanted--) {
    const values = placed(wanted)
    const ticks = { values, labels: tickLabels(values) }
    if (apart(ticks, scale)) return ticks
  }
  const few = placed(2)
  const ends = few.length > 1 ? [few[0]!, few.at(-1)!] : few
  const outer = { values: ends, labels: tickLabels(ends) }
  return apart(outer, scale) ? outer : { values: ends.slice(0, 1), labels: tickLabels(ends.slice(0, 1)) }
}

/** About `count` ticks for a vertical scale. */
export const verticalTicks = (scale: ScaleLinear<number, number>, count: number, whole = false): Ticks => {
  const values = scale.ticks(count).filter((value) => !whole || Number.isInteger(value))
  return { values, labels: tickLabels(values) }
}

/** Width in pixels of the widest label. */
export const widestLabel = (ticks: Ticks): number =>
  Math.max(0, ...ticks.labels.map((label) => textWidth(label, theme.fontSize.tick)))
