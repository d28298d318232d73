import { mkdir, open, readFile, rename, rm, truncate, type FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import { npyHeaderFloat32 } from '@likeness/io'
import { writeWhole } from './write-file.js'

/** How far an unfinished file is, and of what. */
interface State {
  readonly key: string
  readonly rows: number
  readonly cols: number
  readonly done: number
}

/** An npy file while it is written: `path.part`, and beside it how many of its rows are certain. */
export interface FeaturePart {
  /** Rows that an earlier run left; 0 when it was made of something else. */
  readonly done: number
  /** Opens it with its first rows kept and the others gone. */
  open(keep: number): Promise<void>
  append(values: Float32Array, done: number): Promise<void>
  close(): Promise<void>
  /** Puts the whole file into its place. */
  finish(): Promise<void>
}

/** @param key what the features are made of: a part with another key is begun again */
export async function featurePart(path: string, rows: number, cols: number, key: string): Promise<FeaturePart> {
  const [part, stateFile] = [`${path}.part`, `${path}.part.json`]
  const header = npyHeaderFloat32([rows, cols])
  const end = (row: number) => header.length + row * cols * 4
  const done = await rowsDone(part, stateFile, { key, rows, cols }, end)
  let file: FileHandle | undefined
  return {
    done,
    async open(keep) {
      await mkdir(dirname(path), { recursive: true })
      if (keep > 0) await truncate(part, end(keep))
      file = await open(part, keep > 0 ? 'r+' : 'w')
      if (keep === 0) await file.write(header, 0, header.length, 0)
    },
    async append(values, row) {
      const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength)
      await file!.write(bytes, 0, bytes.length, end(row - values.length / cols))
      // The rows are on the disk before the state says so.
      await file!.datasync()
      await writeWhole(stateFile, JSON.stringify({ key, rows, cols, done: row } satisfies State))
    },
    close: async () => {
      await file?.close()
      file = undefined
    },
    async finish() {
      await rename(part, path)
      await rm(stateFile, { force: true })
    },
  }
}

type End = (row: number) => number

async function rowsDone(part: string, stateFile: string, wanted: Omit<State, 'done'>, end: End): Promise<number> {
  try {
    const state = JSON.parse(await readFile(stateFile, 'utf8')) as State
    const same = state.key === wanted.key && state.rows === wanted.rows && state.cols === wanted.cols
    if (!same || !Number.isInteger(state.done) || state.done < 0 || state.done > wanted.rows) return 0
    const handle = await open(part, 'r')
    const { size } = await handle.stat().finally(() => handle.close())
    return size >= end(state.done) ? state.done : 0
  } catch (error) {
    // Neither there nor readable: begin again.
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return 0
    throw error
  }
}
