import { readdirSync } from 'node:fs'
import { defineConfig } from 'vitest/config'

const conditions = ['likeness-source', 'node', 'import', 'module', 'default']
// Comma-separated patterns of files that cannot run as things are (tools/sanitizers).
const excluded = process.env['LIKENESS_EXCLUDE']?.split(',') ?? []
const long = process.env['LIKENESS_LONG'] ? [] : ['**/*.long.test.ts']
const here = (path: string) => new URL(path, import.meta.url).pathname
// Their modules keep nothing that one test file could leave to another, and most of their time was spent on loading them.
const shared = ['stats', 'figures']
const project = (name: string, folder: string) => ({
  extends: true as const,
  test: {
    name,
    isolate: !shared.includes(name),
    root: here(folder),
    include: ['**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**', ...long, ...excluded],
  },
})

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    pool: 'forks',
    setupFiles: [here('./vitest.setup.ts')],
    testTimeout: 120_000,
    projects: [
      ...readdirSync(here('./packages/')).map((name) => project(name, `./packages/${name}/`)),
      project('tools', './tools/'),
    ],
  },
})
