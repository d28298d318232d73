import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { z } from 'zod'
import { StudyKitError } from './study-kit-error.js'

/**
 * Reads a JSON file of a study package.
 * @throws StudyKitError INVALID_MANIFEST: in one line, the file's name and what is wrong with it
 */
export async function readJson<T>(path: string, schema: z.ZodType<T>): Promise<T> {
  const invalid = (what: string, cause?: unknown) =>
    new StudyKitError('INVALID_MANIFEST', `Expected a valid ${basename(path)} but received ${what} (${path})`, {
      cause,
    })
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw invalid(error.code === 'ENOENT' ? 'no file' : error.message, error)
  })
  const parsed = schema.safeParse(parseJson(text, invalid))
  if (!parsed.success) throw invalid(firstIssue(parsed.error), parsed.error)
  return parsed.data
}

function parseJson(text: string, invalid: (what: string, cause: unknown) => Error): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw invalid(`text that is not JSON: ${(error as Error).message}`, error)
  }
}

/** The first thing that is wrong, in one line: "numbers.0.estimate: Invalid input: expected number, received NaN". */
export function firstIssue({ issues: [issue] }: z.ZodError): string {
  if (!issue) return 'an unknown fault'
  return issue.path.length > 0 ? `${issue.path.map(String).join('.')}: ${issue.message}` : issue.message
}
