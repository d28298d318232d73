import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { missingOptional } from './complete-lock.mjs'

const text = readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8')

test('package-lock.json has an entry for every optional platform package, or npm ci refuses it', () => {
  expect(missingOptional(JSON.parse(text))).toEqual([])
})

test('package-lock.json names no registry', () => {
  expect(text.match(/"resolved": "https?:[^"]*"/g)).toBeNull()
})

test('a lock that lacks one is caught', () => {
  const lock = {
    packages: { '': {}, 'node_modules/a': { optionalDependencies: { 'a-linux-x64': '1.0.0' }, dev: true } },
  }
  expect(missingOptional(lock)).toEqual([{ name: 'a-linux-x64', version: '1.0.0', dev: true }])
})
