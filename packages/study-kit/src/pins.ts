import { join } from 'node:path'
import { z } from 'zod'
import { readJson } from './read-json.js'
import { writeWhole } from './write-file.js'

const pin = z.object({
  bytes: z.number().int().nonnegative(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** Where it came from. */
  from: z.string(),
  /** When, ISO 8601. */
  recorded: z.string(),
})
const pinFile = z.object({ format: z.literal('likeness-pins/1'), files: z.record(z.string(), pin) })

/** What a file without published checksum was when it was first fetched. */
export type Pin = z.infer<typeof pin>

const fileName = 'likeness-pins.json'

/** The pins of a data folder, by name; none where nothing was recorded. @throws StudyKitError for a damaged list */
export async function readPins(folder: string): Promise<Readonly<Record<string, Pin>>> {
  const found = await readJson(join(folder, fileName), pinFile).catch(
    (error: Error & { cause?: { code?: string } }) => {
      if (error.cause?.code === 'ENOENT') return { files: {} }
      throw error
    },
  )
  return found.files
}

/** Records what a file is from now on. */
export async function recordPin(folder: string, name: string, value: Pin): Promise<void> {
  const files = { ...(await readPins(folder)), [name]: value }
  await writeWhole(join(folder, fileName), `${JSON.stringify({ format: 'likeness-pins/1', files }, null, 2)}\n`)
}
