import { randomBytes } from 'node:crypto'
import { chmod, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { writeWhole } from '../write-file.js'

const remembered = z.object({ port: z.number().int().min(1).max(65535), token: z.string().regex(/^[\w-]{32,}$/) })

/** Port and token of a rating server: kept, so that an open page goes on when the server is started again. */
export type Remembered = z.infer<typeof remembered>

const pathOf = (folder: string) => join(folder, '.server.json')

/** What the last server of a folder used, or a new token and no port. */
export async function recall(folder: string): Promise<{ port: number; token: string }> {
  const text = await readFile(pathOf(folder), 'utf8').catch(() => '')
  try {
    return remembered.parse(JSON.parse(text))
  } catch {
    return { port: 0, token: randomBytes(24).toString('base64url') }
  }
}

/** Keeps it, for this user's eyes alone. */
export async function remember(folder: string, value: Remembered): Promise<void> {
  await writeWhole(pathOf(folder), JSON.stringify(value))
  await chmod(pathOf(folder), 0o600)
}

/** Whether a server with this port and token answers already. */
export async function isServed({ port, token }: Remembered): Promise<boolean> {
  if (port === 0) return false
  const address = `http://127.0.0.1:${port}/?token=${token}`
  return fetch(address, { signal: AbortSignal.timeout(2000) }).then(
    ({ ok }) => ok,
    () => false,
  )
}
