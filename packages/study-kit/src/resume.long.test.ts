import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { killRuns, madeRun, workspaceRun, written, type Start } from './testing/killed-runs.js'
import { longStudy } from './testing/long-study.js'
import { madeStudy } from './testing/made-study.js'
import { temporaryFolder } from './testing/temporary-folder.js'

const hour = 3_600_000

/** Kills runs so often that each number of kills is reached, and says how that went. */
async function killed(name: string, start: Start, kills: number): Promise<void> {
  const folder = await temporaryFolder()
  const reference = join(folder, 'timed')
  const same = async (out: string) => expect(await written(out)).toEqual(await written(reference))
  const count = await killRuns(start, folder, kills, Math.random, same)
  process.stdout.write(
    `${name}: ${count.kills} kills, ${count.goingOn} starts with --resume, ${count.runs} runs ended\n`,
  )
  expect(count.kills).toBe(kills)
  expect(count.runs).toBeGreaterThan(kills / 20)
}

// Kill points are random, in time and in files written; whichever they are, the files must be the same.
test.each(['mnist-similarity', 'memorability-spc'])(
  'a sample run of %s killed at 100 points ends in the same files',
  (study) => killed(study, workspaceRun(study), 100),
  hour,
)
test(
  'a made run killed at 200 points ends in the same files',
  async () => killed('made', madeRun(dirname((await madeStudy(longStudy)).folder)), 200),
  hour,
)
