import { expect } from 'vitest'
import type { RunControl, RunOptions, runStudy as RunStudy } from '../run-study.js'
import { madeStudy, type MadeStudy } from './made-study.js'

// A worker loads compiled files alone: `npm test` builds them first.
const compiled = new URL('../../dist/run-study.js', import.meta.url).href
/** The compiled `runStudy`. */
export const { runStudy } = (await import(/* @vite-ignore */ compiled)) as { runStudy: typeof RunStudy }

const defaults: RunOptions = {
  ...{ data: 'sample', seed: 7, threads: 2, device: 'cpu' },
  ...{ dataFolder: undefined, acceptUnverified: false, options: {} },
}

/** Makes a study and runs it in a worker. */
export async function run(study: MadeStudy, options: Partial<RunOptions & RunControl> = {}) {
  return runStudy(await madeStudy(study), { ...defaults, ...options })
}

/** What a made study's run rejects with. */
export function failure(study: MadeStudy, options: Partial<RunOptions & RunControl> = {}) {
  return run(study, options).then(
    () => expect.fail('the study came out'),
    (error: Error & { code?: string }) => error,
  )
}
