import { expect, test } from 'vitest'
import type { Domain } from './domain.js'
import { logTicks } from './log-ticks.js'

test.each<[Domain, number, string[]]>([
  [[1, 1000], 7, ['1', '3', '10', '30', '100', '300', '1000']],
  [[1, 1000], 10, ['1', '2', '5', '10', '20', '50', '100', '200', '500', '1000']],
  [[1, 1000], 4, ['1', '10', '100', '1000']],
  [[0.003, 0.2], 6, ['0.005', '0.01', '0.02', '0.05', '0.1', '0.2']],
  [[1e-6, 1e6], 7, ['1×10⁻⁶', '0.0001', '0.01', '1', '100', '10000', '1×10⁶']],
])('%j with at most %d marks: %j', (domain, count, labels) => {
  expect(logTicks(domain, count).labels).toEqual(labels)
})

test('a domain between two marks gets even ones inside it', () => {
  const { values, labels } = logTicks([0.031, 0.047], 6)
  expect(values.length).toBeGreaterThan(1)
  for (const value of values) expect(value >= 0.031 && value <= 0.047).toBe(true)
  expect(new Set(labels).size).toBe(labels.length)
})
