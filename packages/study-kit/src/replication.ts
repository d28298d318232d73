import { z } from 'zod'
import type { Results, VerdictRow } from './results.js'

const check = z.object({
  description: z.string(),
  /** The number that must come out. */
  expected: z.number(),
  /** Key of the study's `values`. */
  key: z.string(),
  /** Largest absolute difference that counts as the same; 0: exactly. */
  tolerance: z.number().min(0),
  /** Digits after the point in tables. */
  digits: z.number().int().min(0).max(12),
  /** Page, table or equation; what computed it; or how it was planted. */
  source: z.string(),
  /** Options under which the number was obtained; another option makes the check not applicable. */
  when: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
})

// Whoever adds a number to the real data must say whether its authors printed it.
const real = check.extend({ kind: z.enum(['published', 'derived']) })
const sample = check.extend({ kind: z.literal('planted').default('planted') })

/**
 * replication.json: what must come out of the real data, and what was planted in the sample. `published` is a number that
 * the authors print; `derived` one that another program computed from their data: that both agree replicates nothing.
 */
export const replicationFile = z
  .object({
    real: z.array(real),
    sample: z.array(sample),
    /** How far a number may move on another platform, SIMD level or backend: `absolute + relative * its size`. */
    elsewhere: z
      .strictObject({ absolute: z.number().min(0), relative: z.number().min(0), why: z.string() })
      .default({ absolute: 1e-9, relative: 1e-9, why: 'float64 throughout' }),
  })
  .strict()

export type ReplicationFile = z.infer<typeof replicationFile>

/**
 * Holds a study's values against what was published, derived or planted: one row per check, in the file's order.
 * `|ours - expected| <= tolerance` in float64 is the same; a value that is absent, null or not finite is missing.
 * @param applies false: nothing of it was said of these data
 */
export function replicate(
  checks: readonly ReplicationFile['real' | 'sample'][number][],
  values: Readonly<Record<string, number | null>>,
  options: Readonly<Record<string, unknown>>,
  applies = true,
): VerdictRow[] {
  return checks.map(({ key, when, ...row }) => {
    const ours = applies && Number.isFinite(values[key]) ? values[key]! : null
    const same = Object.entries(when).every(([name, at]) => Object.hasOwn(options, name) && options[name] === at)
    return { ...row, ours, verdict: verdict(applies && same, ours, row) }
  })
}

const came = { published: 'replicated', derived: 'agrees', planted: 'recovered' } as const

function verdict(
  applies: boolean,
  ours: number | null,
  row: Pick<VerdictRow, 'kind' | 'expected' | 'tolerance'>,
): VerdictRow['verdict'] {
  if (!applies) return 'not-applicable'
  if (ours === null) return 'missing'
  return Math.abs(ours - row.expected) <= row.tolerance ? came[row.kind] : 'differs'
}

/** Whether a number did not come out. */
export const failed = ({ verdict }: VerdictRow) => verdict === 'differs' || verdict === 'missing'

/** Whether every check that applies came out. */
export const allCameOut = (rows: readonly VerdictRow[]) => !rows.some(failed)

/** A verdict in words. */
export function verdictWord(verdict: VerdictRow['verdict']): string {
  return verdict === 'not-applicable' ? 'other options' : verdict
}

/** The checks of one kind, with the words that go with it. */
export interface CheckedKind {
  readonly kind: VerdictRow['kind']
  readonly rows: readonly VerdictRow[]
  /** "9 of 9 published numbers replicated". */
  readonly count: string
}

/** A run's checks by kind, published ones first; a kind of which there is none is left out. */
export function checkedKinds({ replication }: Pick<Results, 'replication'>): CheckedKind[] {
  return (['published', 'derived', 'planted'] as const).flatMap((kind) => {
    const rows = replication.filter((row) => row.kind === kind)
    const applying = rows.filter((row) => row.verdict !== 'not-applicable')
    const good = applying.filter((row) => !failed(row)).length
    const [noun, verb] = kind === 'derived' ? ['derived numbers', 'agree'] : [`${kind} numbers`, came[kind]]
    return rows.length === 0 ? [] : [{ kind, rows, count: `${good} of ${applying.length} ${noun} ${verb}` }]
  })
}
