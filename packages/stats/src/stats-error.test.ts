import { expect, test } from 'vitest'
import { invalid, StatsError } from './stats-error.js'

test('says what was expected, for what, and what came', () => {
  const error = invalid('a number', 'x', 'seven')
  expect(error).toBeInstanceOf(StatsError)
  expect(error.message).toBe('Expected a number for x but received "seven"')
  expect([error.name, error.code]).toEqual(['StatsError', 'INVALID_ARGUMENT'])
})
