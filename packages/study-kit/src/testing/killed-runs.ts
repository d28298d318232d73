import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process'
import { watch } from 'node:fs'
import { mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'

const compiled = (name: string) => new URL(`../../dist/${name}`, import.meta.url)

/** How a run is started: a study, its folder of results, and whether it goes on. */
export type Start = (out: string, resume: boolean) => ChildProcess

const quiet: SpawnOptions = { stdio: ['ignore', 'ignore', 'inherit'] }

/** The command line on a study of the workspace. */
export const workspaceRun =
  (study: string, ...options: string[]): Start =>
  (out, resume) => {
    const args = ['run', study, '--quiet', '--out', out, ...options, ...(resume ? ['--resume'] : [])]
    return spawn(process.execPath, [compiled('cli.js').pathname, ...args], quiet)
  }

/** What the command line does, on the studies of another folder. */
export const madeRun =
  (packages: string): Start =>
  (out, resume) => {
    const flags = { data: 'sample', out, seed: '7', device: 'cpu', threads: '1', quiet: true, resume }
    const script = `
      import { runCommand } from ${JSON.stringify(compiled('run-command.js').href)}
      const { stdout, stderr } = process
      const context = { root: '/', cwd: '/', packages: ${JSON.stringify(packages)}, signal: new AbortController().signal, stdout, stderr }
      process.exitCode = (await runCommand('all', [], ${JSON.stringify(flags)}, context)) ? 0 : 1`
    return spawn(process.execPath, ['--input-type=module', '-e', script], quiet)
  }

const ended = (child: ChildProcess) =>
  new Promise<number | null>((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', (code) => resolve(code))
  })

/** Everything that a run wrote, by path, without its times; pictures and the page as text. */
export async function written(out: string): Promise<Record<string, string>> {
  const entries = await readdir(out, { recursive: true, withFileTypes: true })
  const files: Record<string, string> = {}
  for (const entry of entries.filter((one) => one.isFile())) {
    const path = join(entry.parentPath, entry.name)
    const text = await readFile(path, 'latin1')
    // Times alone differ; the page shows them.
    if (entry.name === 'index.html') files['index.html'] = 'the page'
    else if (entry.name === 'results.json')
      files[path.slice(out.length + 1)] = JSON.stringify({ ...JSON.parse(text), times: 0 }) // prettier-ignore
    else files[path.slice(out.length + 1)] = text
  }
  return files
}

/** What became of the kills. */
export interface Killed {
  /** How many processes were killed before they ended by themselves. */
  readonly kills: number
  /** How many runs came to their end after one kill or more. */
  readonly runs: number
  /** How many kills found stages of an earlier process there. */
  readonly goingOn: number
}

/**
 * Kills runs with SIGKILL until so many kills are done: after a random time, or at once when a random number of files
 * changed; each is gone on with, and may be killed again.
 * @param random 0 to below 1
 * @param check is given the folder of each run that came to its end
 */
export async function killRuns(
  start: Start,
  folder: string,
  kills: number,
  random: () => number,
  check: (out: string) => Promise<void>,
): Promise<Killed> {
  let [done, runs, goingOn] = [0, 0, 0]
  const out = join(folder, 'killed')
  await mkdir(out)
  const began = performance.now()
  if ((await ended(start(join(folder, 'timed'), false))) !== 0) throw new Error('the run fails by itself')
  const longest = performance.now() - began
  const changes = (await readdir(join(folder, 'timed'), { recursive: true })).length * 3
  let resume = false
  while (done < kills) {
    if (resume) goingOn++
    const child = start(out, resume)
    const exit = ended(child)
    const stop = random() < 0.5 ? killAfter(child, random() * longest) : killAtChange(child, out, Math.ceil(random() * changes)) // prettier-ignore
    const code = await exit
    stop()
    if (child.signalCode === 'SIGKILL') [done, resume] = [done + 1, true]
    else if (code !== 0) throw new Error(`Expected a run that comes to its end but it ended with ${code}`)
    else {
      if (resume) runs++
      await check(out)
      await rm(out, { recursive: true })
      await mkdir(out)
      resume = false
    }
  }
  if (resume) {
    if ((await ended(start(out, true))) !== 0) throw new Error('the last run does not come to its end')
    runs++
    await check(out)
  }
  return { kills: done, runs, goingOn }
}

function killAfter(child: ChildProcess, ms: number): () => void {
  const timer = setTimeout(() => child.kill('SIGKILL'), ms)
  return () => clearTimeout(timer)
}

function killAtChange(child: ChildProcess, out: string, count: number): () => void {
  let seen = 0
  const watcher = watch(out, { recursive: true }, () => void (++seen >= count && child.kill('SIGKILL')))
  watcher.on('error', () => {})
  return () => watcher.close()
}
