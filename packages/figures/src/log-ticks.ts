import { scaleLinear } from 'd3-scale'
import type { Domain } from './domain.js'
import { tickLabels, type Ticks } from './ticks.js'

// From dense to sparse: within decades, then every decade, every second one, every fifth one.
const steps = [
  { within: [1, 2, 5], every: 1 },
  { within: [1, 3], every: 1 },
  ...[1, 2, 5, 10, 20, 50, 100].map((every) => ({ within: [1], every })),
]

const candidates = ([low, high]: Domain, { within, every }: (typeof steps)[number]): number[] => {
  const [first, last] = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))]
  const decades = Array.from({ length: last - first + 1 }, (_, k) => first + k).filter((decade) => decade % every === 0)
  // Number('5e-3') is the nearest double, 5 * 10 ** -3 is not.
  return decades.flatMap((d) => within.map((m) => Number(`${m}e${d}`))).filter((v) => v >= low && v <= high)
}

const single = (value: number) => tickLabels([value])[0]!

/**
 * At most `count` marks for a logarithmic axis, at 1, 2 and 5 times the powers of ten or fewer of these; marks at even
 * distances where the domain holds not even two of them.
 * @param domain positive, the smaller first
 */
export const logTicks = (domain: Domain, count: number): Ticks => {
  const sets = steps.map((step) => candidates(domain, step))
  const values = sets.find((set) => set.length >= 2 && set.length <= count)
  if (values) return { values, labels: values.map(single) }
  const even = scaleLinear(domain, [0, 1]).ticks(Math.min(count, 4))
  return { values: even, labels: tickLabels(even) }
}
