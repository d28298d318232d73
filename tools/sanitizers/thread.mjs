// ThreadSanitizer: many jobs at once on the native core's threads, without Node (packages/core-native/test/stress).
import { spawnSync } from 'node:child_process'
import { buildSanitized } from './build.mjs'

const seconds = 20

/** @returns {boolean} whether the stress driver ends without a report, and its deliberate race with one */
export function testThread() {
  const options = ['-DLIKENESS_STRESS=ON']
  // It runs for a given time: half of what -O2 takes is saved in compiling.
  const folder = buildSanitized({ name: 'thread', sanitize: 'thread', optimize: '-O1', options, target: 'stress' })
  // ThreadSanitizer of older compilers refuses the widest address space randomisation.
  const fixed = spawnSync('setarch', ['-R', 'true']).status === 0 ? ['setarch', '-R'] : []
  const run = (...args) => {
    const [command, ...rest] = [...fixed, `${folder}/stress`, ...args]
    const env = { ...process.env, TSAN_OPTIONS: 'halt_on_error=1:exitcode=66' }
    return spawnSync(command, rest, { encoding: 'utf8', env, timeout: 120_000 })
  }
  const race = run('--race')
  if (race.status !== 66 || !/data race[\s\S]*stress\/main\.cc/.test(race.stderr)) {
    console.error(`likeness: the deliberate race made no report:\n${race.stdout}${race.stderr}`)
    return false
  }
  const seed = Math.floor(Math.random() * 2 ** 32)
  const { status, signal, stdout, stderr } = run('--seconds', `${seconds}`, '--seed', `${seed}`)
  if (status === 0) console.error(`likeness: ThreadSanitizer: ${stdout.trim()}`)
  else console.error(`likeness: stress --seed ${seed} ended with ${status ?? signal}:\n${stdout}${stderr}`)
  return status === 0
}
