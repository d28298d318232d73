import { failed } from '../replication.js'
import type { VerdictRow } from '../results.js'
import { agreeingDigits, commonDigits } from './digits.js'
import type { Night, StudyNight } from './history.js'

/** A number tonight, beside what it was. */
export interface NightRow {
  readonly check: VerdictRow
  /** Digits in which it agrees with what was expected. */
  readonly agreeing: number
  /** Digits in which it is the same in all nights that are compared; null: this is the first. */
  readonly stable: number | null
  /** Largest difference of an earlier night from tonight; null: this is the first. */
  readonly drift: number | null
  /** Values of the earlier nights and tonight's, oldest first. */
  readonly values: readonly (number | null)[]
}

/** A study tonight. */
export interface StudyReport {
  readonly night: StudyNight
  readonly rows: readonly NightRow[]
  /** Seconds of the earlier nights and tonight's, oldest first. */
  readonly seconds: readonly number[]
}

const sameCheck = (a: VerdictRow, b: VerdictRow) => a.kind === b.kind && a.description === b.description

// Float32 work of another SIMD level or backend may differ in its last digits: that is no digit lost.
const elsewhere = new Set(['node', 'threads', 'platform'])
function sameMachine(a: StudyNight, b: StudyNight): boolean {
  const keys = [...new Set([...Object.keys(a.environment), ...Object.keys(b.environment)])]
  return keys.every((key) => elsewhere.has(key) || a.environment[key] === b.environment[key])
}

interface Earlier {
  readonly started: string
  readonly study: StudyNight
}

function earlierOf(name: string, nights: readonly Night[]): Earlier[] {
  return nights.flatMap(({ started, studies }) =>
    studies.filter(({ study }) => study === name).map((study) => ({ started, study })),
  )
}

function rowOf(check: VerdictRow, earlier: readonly Earlier[]): NightRow {
  const then = earlier.flatMap(({ study }) => {
    const found = study.checks.find((one) => sameCheck(one, check))
    return found && found.verdict !== 'not-applicable' ? [found.ours] : []
  })
  const { ours } = check
  const known = then.filter((value) => value !== null)
  return {
    check,
    agreeing: agreeingDigits(check),
    stable: then.length === 0 ? null : Math.min(...then.map((value) => commonDigits(ours, value))),
    drift: ours === null || known.length === 0 ? null : Math.max(...known.map((value) => Math.abs(ours - value))),
    values: [...then, ours],
  }
}

/** Tonight's studies beside the last `window` nights. */
export function reportsOf(tonight: Night, history: readonly Night[], window: number): StudyReport[] {
  return tonight.studies.map((night) => {
    const all = earlierOf(night.study, history)
    const earlier = all.filter(({ study }) => study.data === night.data && study.error === undefined).slice(-window)
    const checks = night.checks.filter(({ verdict }) => verdict !== 'not-applicable')
    return {
      night,
      rows: checks.map((check) => rowOf(check, earlier)),
      seconds: [...earlier.map(({ study }) => study.seconds), night.seconds],
    }
  })
}

const day = (started: string) => started.slice(0, 10)

/**
 * What was lost tonight, a line each: numbers that did not come out; digits in which a number agreed with what was expected
 * on the last night of the same data and machine; studies that gave nothing; real data that were there.
 */
export function lostDigits(tonight: Night, history: readonly Night[]): string[] {
  return tonight.studies.flatMap((night) => {
    if (night.error !== undefined) return [`${night.study}: ${night.error}`]
    const earlier = earlierOf(night.study, history)
    const last = earlier.at(-1)
    const gone =
      last?.study.data === 'real' && night.data === 'sample'
        ? [`${night.study}: no real data tonight, which were there on ${day(last.started)}: ${night.noData ?? ''}`]
        : []
    return [...gone, ...night.checks.flatMap((check) => lostOf(check, night, earlier))]
  })
}

function lostOf(check: VerdictRow, night: StudyNight, earlier: readonly Earlier[]): string[] {
  if (check.verdict === 'not-applicable') return []
  const name = `${night.study}: ${check.description}`
  const value = check.ours ?? 'nothing'
  if (failed(check))
    return [`${name}: expected ${check.expected} ± ${check.tolerance} (${check.kind}) but received ${value}`]
  const last = earlier.findLast(({ study }) => study.error === undefined && study.data === night.data && sameMachine(study, night)) // prettier-ignore
  const then = last?.study.checks.find((one) => sameCheck(one, check) && one.expected === check.expected)
  if (!last || !then || then.verdict === 'not-applicable') return []
  const [before, now] = [agreeingDigits(then), agreeingDigits(check)]
  if (now >= before) return []
  return [`${name}: ${before} digits agreed on ${day(last.started)}, ${now} tonight (${then.ours}, now ${value})`]
}
