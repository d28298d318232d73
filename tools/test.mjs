// npm test: builds, runs every test in one vitest run, and ends with one line that counts them.
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { availableParallelism } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { build } from './build.mjs'
import { ensureSystem } from './ensure-system.mjs'

const root = new URL('..', import.meta.url).pathname
const long = process.argv.includes('--long')
const rest = process.argv.slice(2).filter((arg) => arg !== '--long')
const report = `${root}.test/vitest.json`

build()
ensureSystem('browser')
ensureSystem('inspection')
mkdirSync(`${root}.test`, { recursive: true })
rmSync(report, { force: true })
const start = performance.now()
const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs')
const json = ['--reporter=json', `--outputFile.json=${report}`]
const { status } = spawnSync(
  process.execPath,
  // vitest would leave one processor to itself, which hardly uses it: a third of the time on two.
  [vitest, 'run', `--maxWorkers=${availableParallelism()}`, '--reporter=default', ...json, ...rest],
  { cwd: root, stdio: 'inherit', env: { ...process.env, ...(long && { LIKENESS_LONG: '1' }) } },
)
const result = JSON.parse(readFileSync(report, 'utf8'))
for (const file of result.testResults)
  for (const test of file.assertionResults)
    if (test.status === 'pending' || test.status === 'skipped') console.log(`skipped: ${test.fullName}`)
// A file that did not load has no test to count, and must not pass for it.
const broken = result.testResults.filter((f) => f.status === 'failed' && f.assertionResults.length === 0).length
const failed = result.numFailedTests + broken + (status !== 0 && result.numFailedTests + broken === 0 ? 1 : 0)
const slowest = result.testResults
  .map((file) => ({ name: relative(root, file.name), seconds: (file.endTime - file.startTime) / 1000 }))
  .sort((a, b) => b.seconds - a.seconds)
for (const { name, seconds } of slowest.slice(0, 12)) console.log(`${seconds.toFixed(0).padStart(5)} s  ${name}`)
for (const file of result.testResults.filter((f) => f.status === 'failed')) {
  const name = relative(root, file.name)
  const tests = file.assertionResults.filter((t) => t.status === 'failed')
  if (tests.length === 0) console.log(`FAILED: ${name}\n${file.message}`)
  for (const test of tests) console.log(`FAILED: ${name} > ${test.fullName}\n${test.failureMessages.join('\n')}`)
}
if (status !== 0 && failed === 1 && result.numFailedTests + broken === 0)
  console.log(`FAILED: vitest ended with ${status} though every test passed (an error outside a test, see above)`)
console.log(`tests took ${((performance.now() - start) / 1000).toFixed(0)} s`)
console.log(
  `${result.numPassedTests} passed, ${failed} failed, ${result.numPendingTests + result.numTodoTests} skipped`,
)
process.exit(failed > 0 || result.numPassedTests === 0 ? 1 : 0)
