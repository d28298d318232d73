import { createHash } from 'node:crypto'
import { readdir, readFile, rm, rmdir } from 'node:fs/promises'
import { join } from 'node:path'
import { results, type Results } from './results.js'
import type { StageFolder } from './stage-cache.js'
import { writeWhole } from './write-file.js'

const name = '.resume'
const marker = 'done.json'
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

/** What a run keeps of one study below `out` until all its results are written: for `--resume` after it was killed. */
export class Unfinished {
  readonly stages: StageFolder
  constructor(
    private readonly out: string,
    private readonly study: string,
    fingerprint: string,
    resume: boolean,
  ) {
    this.stages = { folder: join(out, name, study), resume, fingerprint }
  }

  /** Takes away what an earlier run kept, unless this one goes on with it, and what writing it may have left half-done. */
  async prepare(): Promise<void> {
    if (!this.stages.resume) await rm(this.stages.folder, { recursive: true, force: true })
    for (const folder of [this.stages.folder, join(this.out, this.study), join(this.out, this.study, 'figures')])
      await removeLeftovers(folder)
    await removeLeftovers(this.out)
  }

  /** The results of this very run, where it had finished this study before it was killed. */
  async finished(): Promise<Results | undefined> {
    if (!this.stages.resume) return undefined
    try {
      const done = JSON.parse(await readFile(join(this.stages.folder, marker), 'utf8')) as Record<string, unknown>
      const text = await readFile(join(this.out, this.study, 'results.json'), 'utf8')
      if (done['fingerprint'] !== this.stages.fingerprint || done['results'] !== sha256(text)) return undefined
      return results.parse(JSON.parse(text))
    } catch {
      return undefined
    }
  }

  /** Notes that this study's results are written: only the others are to be gone on with. */
  async finish(): Promise<void> {
    const { folder, fingerprint } = this.stages
    const text = await readFile(join(this.out, this.study, 'results.json'), 'utf8')
    await writeWhole(join(folder, marker), JSON.stringify({ fingerprint, results: sha256(text) }))
    for (const file of await readdir(folder)) if (file !== marker) await rm(join(folder, file), { force: true })
  }

  /** Takes away all that was kept: the run is over. */
  async clear(): Promise<void> {
    await rm(this.stages.folder, { recursive: true, force: true })
    // Another study's may be there.
    await rmdir(join(this.out, name)).catch(() => {})
  }
}

/** Removes what `writeWhole` of a process that is gone left under a temporary name. */
async function removeLeftovers(folder: string): Promise<void> {
  for (const file of await readdir(folder).catch(() => [])) {
    const process_ = Number(/\.(\d+)\.\d+\.tmp$/.exec(file)?.[1] ?? 0)
    if (process_ > 0 && !lives(process_)) await rm(join(folder, file), { force: true })
  }
}

function lives(id: number): boolean {
  try {
    return process.kill(id, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
