import { z } from 'zod'
import type { VerdictRow } from './results.js'

const check = z.object({
  description: z.string(),
  published: z.number(),
  /** Key of the study's `values`. */
  key: z.string(),
  /** Largest absolute difference that counts as replicated; 0: exactly. */
  tolerance: z.number().min(0),
  /** Digits after the point in tables. */
  digits: z.number().int().min(0).max(12),
  /** Page, table or equation, or how the value was planted. */
  source: z.string(),
  /** Options under which the value was published; another option makes the check not applicable. */
  when: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
})

/** replication.json: what must come out of the real data, and what was planted in the sample. */
export const replicationFile = z.object({ real: z.array(check), sample: z.array(check) })

export type ReplicationFile = z.infer<typeof replicationFile>

/**
 * Holds a study's values against what was published (or planted): one row per check, in the file's order.
 * `|ours - published| <= tolerance` in float64 is replicated; a value that is absent, null or not finite is missing.
 */
export function replicate(
  checks: ReplicationFile['real'],
  values: Readonly<Record<string, number | null>>,
  options: Readonly<Record<string, unknown>>,
): VerdictRow[] {
  return checks.map(({ key, when, ...row }) => {
    const ours = Number.isFinite(values[key]) ? values[key]! : null
    const applies = Object.entries(when).every(([name, at]) => Object.hasOwn(options, name) && options[name] === at)
    return { ...row, ours, verdict: verdict(applies, ours, row) }
  })
}

function verdict(applies: boolean, ours: number | null, row: { published: number; tolerance: number }) {
  if (!applies) return 'not-applicable'
  if (ours === null) return 'missing'
  return Math.abs(ours - row.published) <= row.tolerance ? 'replicated' : 'differs'
}

/** Whether every check that applies came out. */
export const allReplicated = (rows: readonly VerdictRow[]) =>
  rows.every(({ verdict }) => verdict === 'replicated' || verdict === 'not-applicable')

/** A verdict in words: made data replicate nothing, what was planted in them is recovered. */
export function verdictWord(verdict: VerdictRow['verdict'], data: 'sample' | 'real' | 'own'): string {
  if (verdict === 'not-applicable') return 'other options'
  return verdict === 'replicated' && data === 'sample' ? 'recovered' : verdict
}
