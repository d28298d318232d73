import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const packages = new URL('../packages/', import.meta.url)

test.each(readdirSync(packages))('%s: its own test script finds its own tests, from its own folder', (name) => {
  const cwd = new URL(`${name}/`, packages).pathname
  const { scripts } = JSON.parse(readFileSync(`${cwd}package.json`, 'utf8')) as { scripts: Record<string, string> }
  const list = scripts['test']!.replace('vitest run', 'npx vitest list --filesOnly --json')
  const { status, stdout } = spawnSync('sh', ['-c', list], { cwd, encoding: 'utf8' })
  const files = (JSON.parse(stdout) as { file: string }[]).map(({ file }) => file)
  expect(status).toBe(0)
  expect(files.length).toBeGreaterThan(1)
  for (const file of files) expect(file).toContain(`/packages/${name}/`)
})
