import { spawnSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface ChildEnd {
  readonly status: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
  /** What it wrote to the file descriptor 3. */
  readonly trace: string
}

/** Runs a TypeScript file of this folder in a Node process of its own. */
export function runChild(
  file: string,
  args: readonly (string | number)[],
  flags: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): ChildEnd {
  const folder = mkdtempSync(join(tmpdir(), 'likeness-child-'))
  const trace = join(folder, 'trace')
  const fd = openSync(trace, 'w')
  try {
    const path = new URL(file, import.meta.url).pathname
    const { status, signal, stdout, stderr } = spawnSync(
      process.execPath,
      [...flags, '--import', 'tsx', '--conditions=likeness-source', path, ...args.map(String)],
      {
        stdio: ['ignore', 'pipe', 'pipe', fd],
        encoding: 'utf8',
        cwd: new URL('.', import.meta.url).pathname,
        env: { ...process.env, ...env },
      },
    )
    return { status, signal, stdout, stderr, trace: readFileSync(trace, 'utf8') }
  } finally {
    closeSync(fd)
    rmSync(folder, { recursive: true })
  }
}
