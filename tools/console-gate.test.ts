import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'

test('console output fails the test that makes it, and no other', () => {
  const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs')
  const args = [vitest, 'run', 'prints', '--config', 'tools/fixtures/vitest.config.ts', '--reporter=json']
  const { status, stdout } = spawnSync(process.execPath, args, {
    cwd: new URL('..', import.meta.url).pathname,
    encoding: 'utf8',
  })
  const { testResults } = JSON.parse(stdout)
  const results = testResults[0].assertionResults as { title: string; status: string; failureMessages: string[] }[]
  expect(status).toBe(1)
  expect(results.map((r) => [r.title, r.status])).toEqual([
    ['prints', 'failed'],
    ['is quiet', 'passed'],
  ])
  expect(results[0]!.failureMessages[0]).toContain('console.log: a line that nobody asked for')
})
