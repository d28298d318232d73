import { z } from 'zod'

/**
 * One thing that was looked at. `ok`: it is as it should be; `absent`: it is not there, and nothing that is asked of a fresh
 * clone needs it; `broken`: what is needed does not work.
 */
export const finding = z.object({
  name: z.string(),
  state: z.enum(['ok', 'absent', 'broken']),
  /** What was found, or why not, in one line. */
  text: z.string(),
  /** The one line that mends it, for a person to type or to open. */
  mend: z.string().optional(),
})

export type Finding = z.infer<typeof finding>

/** Findings under a heading. */
export interface Section {
  readonly title: string
  readonly findings: readonly Finding[]
}

/** A look at one thing; what it throws is a finding too. */
export async function probe(name: string, look: () => Finding[] | Promise<Finding[]>): Promise<Finding[]> {
  try {
    return await look()
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return [{ name, state: 'broken', text: message.split('\n')[0] ?? '' }]
  }
}
