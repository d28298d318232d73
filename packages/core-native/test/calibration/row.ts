import { binomialInterval } from './binomial.js'

/**
 * What a rate is held to: `exact`: its nominal value; `at most`, `at least`: the nominal value on one side, for what errs
 * on the safe side; `known`: another value, `rate`, that the method is known (or was found) to have.
 */
export type Held = 'exact' | 'at most' | 'at least' | { readonly rate: number }

/** What was simulated and counted, before the numbers. */
export interface Label {
  readonly inference: string
  readonly data: string
  readonly counted: string
  /** Undefined for power. */
  readonly nominal?: number
  readonly held: Held
}

/** One line of the table. */
export interface Row extends Label {
  readonly observed: number
  /** How the observed rate came about. */
  readonly of: string
  /** Where 99 of 100 simulations fall if the rate is what it is held to. */
  readonly interval: readonly [low: number, high: number]
}

const rateOf = ({ held, nominal }: Label) => (typeof held === 'object' ? held.rate : nominal!)

const oneSided = ({ held }: Label, [low, high]: readonly [number, number]) =>
  [held === 'at most' ? 0 : low, held === 'at least' ? 1 : high] as const

/** A proportion, with binomial error. */
export function proportion(label: Label, k: number, n: number): Row {
  const [low, high] = binomialInterval(n, rateOf(label))
  return { ...label, observed: k / n, of: `${k} / ${n}`, interval: oneSided(label, [low / n, high / n]) }
}

/** The mean of proportions that are no counts, with its standard error. */
export function averaged(label: Label, { mean, error }: { mean: number; error: number }, n: number): Row {
  const [rate, half] = [rateOf(label), 2.5758 * error]
  return { ...label, observed: mean, of: `mean of ${n}`, interval: oneSided(label, [rate - half, rate + half]) }
}

/** Counts of what happened, by name. */
export class Tally {
  readonly #counts = new Map<string, number>()
  #sets = 0

  /** A set more, and what happened in it. */
  add(happened: Readonly<Record<string, boolean>>): void {
    this.#sets++
    for (const [name, yes] of Object.entries(happened))
      this.#counts.set(name, (this.#counts.get(name) ?? 0) + Number(yes))
  }

  row(name: string, label: Label): Row {
    return proportion(label, this.#counts.get(name)!, this.#sets)
  }
}

const shown = (rate: number) => rate.toFixed(3)

function intervalText(row: Row): string {
  const [low, high] = row.interval
  if (row.held === 'at most') return `at most ${shown(high)}`
  if (row.held === 'at least') return `at least ${shown(low)}`
  const around = typeof row.held === 'object' ? ` (of ${row.held.rate})` : ''
  return `${shown(low)} to ${shown(high)}${around}`
}

const cellsOf = (row: Row) => [
  ...[row.inference, row.data, row.counted, row.nominal === undefined ? '' : String(row.nominal)],
  ...[`${shown(row.observed)} (${row.of})`, intervalText(row)],
]

/** Lines of a Markdown table. */
export const tableLines = (rows: readonly Row[]): string[] => [
  '| inference | simulated data | counted | nominal | observed | binomial 99 % |',
  '| --- | --- | --- | ---: | ---: | ---: |',
  ...rows.map((row) => `| ${cellsOf(row).join(' | ')} |`),
]
