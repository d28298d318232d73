import { readdirSync } from 'node:fs'
import { defineConfig } from 'vitest/config'

const conditions = ['likeness-source', 'node', 'import', 'module', 'default']
const project = (name: string, root: string) => ({
  extends: true as const,
  test: {
    name,
    root,
    include: ['**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**', ...(process.env['LIKENESS_LONG'] ? [] : ['**/*.long.test.ts'])],
  },
})

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    pool: 'forks',
    setupFiles: [new URL('./vitest.setup.ts', import.meta.url).pathname],
    testTimeout: 120_000,
    projects: [...readdirSync('packages').map((name) => project(name, `packages/${name}`)), project('tools', 'tools')],
  },
})
