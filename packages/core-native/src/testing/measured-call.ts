import { spawnSync } from 'node:child_process'

const core = new URL('../../dist/index.js', import.meta.url).href

/** What a call of the compiled package in a process of its own needed. */
export interface MeasuredCall {
  /** What `body` returned. */
  readonly result: unknown
  /** By how much the process's largest memory exceeded that before the call, in bytes. */
  readonly memory: number
  readonly seconds: number
}

/**
 * Runs an async function's body, with `core` (the package) and `prepared` (what `prepare` returned) in scope, in a process
 * of its own.
 */
export function measuredCall(prepare: string, body: string, timeout: number): MeasuredCall {
  const script = `
    const core = await import(${JSON.stringify(core)})
    const prepared = await (async () => {${prepare}})()
    // The first call of a process loads the addon and starts threads.
    await core.pdist({ data: new Float32Array(4000), rows: 40, cols: 100 }, 'euclidean')
    const before = process.resourceUsage().maxRSS
    const start = performance.now()
    const result = await (async () => {${body}})()
    const seconds = (performance.now() - start) / 1000
    process.stdout.write(JSON.stringify({ result, memory: (process.resourceUsage().maxRSS - before) * 1024, seconds }))`
  const options = { encoding: 'utf8', timeout, maxBuffer: 2 ** 24 } as const
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], options)
  if (status !== 0) throw new Error(`the measured process ended with ${status}: ${stderr}`)
  return JSON.parse(stdout) as MeasuredCall
}
