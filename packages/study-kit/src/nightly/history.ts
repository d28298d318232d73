import { mkdir, open, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'
import { verdictRow, type Results } from '../results.js'

const studyNight = z.object({
  study: z.string(),
  version: z.string(),
  title: z.string(),
  data: z.enum(['sample', 'real']),
  seconds: z.number(),
  /** Why it ran on the sample alone. */
  noData: z.string().optional(),
  /** Why it gave nothing. */
  error: z.string().optional(),
  environment: z.record(z.string(), z.string()),
  inputs: z.array(z.object({ name: z.string(), sha256: z.string().nullable() })),
  checks: z.array(verdictRow),
})

/** One night: a line of the history. */
export const night = z.object({
  format: z.literal('likeness-nightly/1'),
  started: z.string(),
  studies: z.array(studyNight),
})

export type Night = z.infer<typeof night>
export type StudyNight = z.infer<typeof studyNight>

/** What the history keeps of a run. */
export function studyNightOf(run: Results, noData: string | undefined): StudyNight {
  const { study, version, title, environment, replication, times } = run
  return {
    ...{ study, version, title, environment, seconds: times.seconds, checks: replication },
    data: run.data === 'real' ? 'real' : 'sample',
    inputs: run.inputs.map(({ name, sha256 }) => ({ name, sha256 })),
    ...(noData !== undefined && { noData }),
  }
}

/** A history, and how many of its lines cannot be read (a crash cut one off, say). */
export interface History {
  readonly nights: readonly Night[]
  readonly unreadable: number
}

/** Reads a history: JSON lines, oldest first. No file is an empty one. */
export async function readHistory(path: string): Promise<History> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const nights = lines.map(parse).filter((one) => one !== undefined)
  return { nights, unreadable: lines.length - nights.length }
}

function parse(line: string): Night | undefined {
  try {
    return night.safeParse(JSON.parse(line)).data
  } catch {
    return undefined
  }
}

/** Appends a night: one write, on the disk when it resolves; after a line that was cut off it begins one of its own. */
export async function appendNight(path: string, value: Night): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const handle = await open(path, 'a+')
  try {
    const { size } = await handle.stat()
    const last = size > 0 ? (await handle.read(Buffer.alloc(1), 0, 1, size - 1)).buffer[0] : 0x0a
    await handle.writeFile(`${last === 0x0a ? '' : '\n'}${JSON.stringify(value)}\n`)
    await handle.sync()
  } finally {
    await handle.close()
  }
}
