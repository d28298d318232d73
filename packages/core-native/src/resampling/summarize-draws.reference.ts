import type { Pace } from '../runtime/run-kernel.js'
import type { Summary } from './summarize-draws.js'

/** Linear between the order statistics at (n - 1) p (type 7 of Hyndman & Fan 1996). */
function quantile(ascending: Float64Array, p: number): number {
  const position = (ascending.length - 1) * p
  const [low, high] = [ascending[Math.floor(position)]!, ascending[Math.ceil(position)]!]
  return low === high ? low : low + (high - low) * (position - Math.floor(position))
}

/** Sample standard deviation. */
function deviation(x: Float64Array): number {
  const mean = x.reduce((a, b) => a + b, 0) / x.length
  return Math.sqrt(x.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (x.length - 1))
}

/** The specification of `summarizeDraws`. */
export async function summarizeDrawsReference(
  values: Float64Array,
  [low, high]: readonly [number, number],
  out: Summary,
  pace: Pace,
): Promise<void> {
  const variables = out.valid.length
  for (let v = 0; v < variables; v++) {
    const column = values.filter((value, k) => k % variables === v && !Number.isNaN(value)).sort()
    out.valid[v] = column.length
    out.atMost[v] = column.filter((value) => value <= 0).length
    out.errors[v] = column.length < 2 ? NaN : deviation(column)
    out.lower[v] = column.length === 0 ? NaN : quantile(column, low)
    out.upper[v] = column.length === 0 ? NaN : quantile(column, high)
    await pace(v / variables)
  }
}
