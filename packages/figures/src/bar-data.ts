import { checkFilled, checkFinite, checkNumber, checkText } from './check.js'
import { refusal } from './figure-error.js'
import { counted } from './format-value.js'
import { theme } from './theme.js'

/** One bar, in data units. */
export interface Bar {
  label: string
  /** NaN is drawn as "n/a". */
  value: number
  /** Ends of the whisker, lower first; what they mean belongs into the notes. */
  interval?: readonly [number, number]
  /** Bars with the same label and different groups stand side by side. */
  group?: string
  /** Individual values drawn over the bar. */
  points?: readonly number[]
}

/** A horizontal line across the plot, e.g. a noise ceiling. */
export interface Reference {
  value: number
  label: string
}

/** Bars sorted into categories (positions on the axis) and groups (colours). */
export interface BarTable {
  categories: string[]
  groups: string[]
  placed: { bar: Bar; category: number; group: number }[]
  notes: string[]
}

const checkBar = (bar: Bar, i: number): void => {
  checkText(bar.label, `bars[${i}].label`)
  checkNumber(bar.value, `bars[${i}].value`)
  if (bar.group !== undefined) checkText(bar.group, `bars[${i}].group`)
  bar.points?.forEach((value, k) => checkNumber(value, `bars[${i}].points[${k}]`))
  if (Math.abs(bar.value) === Infinity) throw refusal('a finite number or NaN', `bars[${i}].value`, bar.value)
  if (bar.interval === undefined) return
  const [low, high] = bar.interval
  if (bar.interval.length !== 2 || low > high)
    throw refusal('[lower, higher]', `bars[${i}].interval`, bar.interval.join(', '))
}

/** Whether both ends of the bar's interval can be drawn. */
export const hasWhisker = ({ interval }: Bar): boolean => interval !== undefined && interval.every(Number.isFinite)

const missingNotes = (bars: readonly Bar[]): string[] => {
  const points = bars.reduce((sum, bar) => sum + (bar.points ?? []).filter((v) => !Number.isFinite(v)).length, 0)
  const whiskers = bars.filter(
    (bar) => bar.interval !== undefined && hasWhisker(bar) === Number.isNaN(bar.value),
  ).length
  return [
    ...(points > 0 ? [`${counted(points, 'point')} without value left out`] : []),
    ...(whiskers > 0 ? [`${counted(whiskers, 'interval')} without value left out`] : []),
  ]
}

/**
 * Checks bars and gives each its place, in the order they came.
 * @throws FigureError (INVALID_ARGUMENT) for no bars, no finite value, an infinite value, a turned-round interval, a
 * group on some bars only, a (label, group) that comes twice, and more groups than the palette has colours
 */
export const barTable = (bars: readonly Bar[]): BarTable => {
  checkFilled(bars, 'bars')
  bars.forEach(checkBar)
  if (!bars.some(({ value }) => Number.isFinite(value))) throw refusal('at least one finite value', 'bars', bars)
  const notes = missingNotes(bars)
  const groups = [...new Set(bars.flatMap(({ group }) => group ?? []))]
  if (groups.length === 0) {
    const placed = bars.map((bar, category) => ({ bar, category, group: 0 }))
    return { categories: bars.map(({ label }) => label), groups, placed, notes }
  }
  if (bars.some(({ group }) => group === undefined)) throw refusal('a group on every bar or on none', 'bars', bars)
  if (groups.length > theme.palette.length)
    throw refusal(`at most ${theme.palette.length} groups`, 'bars', `${groups.length} groups`)
  const categories = [...new Set(bars.map(({ label }) => label))]
  const placed = bars.map((bar) => ({
    bar,
    category: categories.indexOf(bar.label),
    group: groups.indexOf(bar.group!),
  }))
  if (new Set(placed.map(({ category, group }) => `${category} ${group}`)).size < bars.length)
    throw refusal('every label and group once', 'bars', bars)
  return { categories, groups, placed, notes }
}

/** @throws FigureError (INVALID_ARGUMENT) for a value that is not finite or a label that is no string */
export const checkReferences = (references: readonly Reference[]): void =>
  references.forEach(({ value, label }, i) => {
    checkFinite(value, `reference[${i}].value`)
    checkText(label, `reference[${i}].label`)
  })
