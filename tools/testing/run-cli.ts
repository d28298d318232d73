import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export const root = new URL('../..', import.meta.url).pathname
const cli = join(root, 'packages/study-kit/dist/cli.js')

/** What a command said and how it ended. */
export interface CliResult {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs the compiled command line as a person would. @param watch is given the process and what it said so far */
export function runCli(
  args: readonly string[],
  env: Record<string, string | undefined> = {},
  watch: (child: ChildProcess, stderr: string) => void = () => {},
): Promise<CliResult> {
  const inherited = { ...process.env, LIKENESS_DATA_DIR: undefined, LIKENESS_DEBUG: undefined, NODE_OPTIONS: undefined }
  const child = spawn(process.execPath, [cli, ...args], { cwd: root, env: { ...inherited, ...env } })
  let [stdout, stderr] = ['', '']
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString()
    watch(child, stderr)
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, stdout, stderr }))
  })
}

/** A new folder for a whole test file, and what removes it. */
export async function fileFolder(): Promise<{ folder: string; remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'likeness-test-'))
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) }
}

/** All files below a folder, as sorted relative paths. */
export async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  return files.map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1)).sort()
}
