import { describe, expect, test } from 'vitest'
import * as check from './arguments.js'

describe('vectors', () => {
  test.each([[[1, 2]], [new Float32Array(2)], [new Float64Array(2)], [new Int8Array(2)]])('%s passes', (x) => {
    expect(() => check.requirePaired(x, x, 2)).not.toThrow()
  })

  test.each([
    [null, 'Expected an array of numbers for x but received null'],
    [{ length: 2 }, 'for x but received [object Object]'],
    [new DataView(new ArrayBuffer(8)), 'for x but received [object DataView]'],
    [new BigInt64Array(2), 'Expected a number for x[0] but received 0'],
    [['1', 2], 'Expected a number for x[0] but received "1"'],
    [new Array(2), 'Expected a number for x[0] but received undefined'],
    [[1], 'Expected at least 2 values for x but received 1'],
  ])('%s', (x, message) => {
    expect(() => check.requireVector('x', x as unknown as number[], 2)).toThrow(message)
  })

  test('lengths must agree', () => {
    expect(() => check.requirePaired([1, 2], [1, 2, 3], 2)).toThrow(
      'Expected as many values as x has (2) for y but received 3',
    )
  })
})

test('integers, choices, levels, positive numbers and probabilities', () => {
  expect(() => check.requireInteger('n', 3, 1, 3)).not.toThrow()
  expect(() => check.requireInteger('n', 4, 1, 3)).toThrow('Expected an integer from 1 to 3 for n but received 4')
  expect(() => check.requireInteger('n', 1.5, 1)).toThrow('Expected an integer of at least 1 for n but received 1.5')
  expect(() => check.requireChoice('how', 'c', ['a', 'b'] as string[])).toThrow('one of a, b for how but received "c"')
  for (const level of [0, 1, NaN, -1]) expect(() => check.requireLevel(level)).toThrow(`received ${level}`)
  expect(() => check.requirePositive('df', Infinity)).toThrow('for df but received Infinity')
  expect(() => check.requirePositive('df', Infinity, true)).not.toThrow()
  expect(() => check.requirePositive('df', NaN)).not.toThrow()
  expect(() => check.requireProbability('p', NaN)).not.toThrow()
  expect(() => check.requireProbability('p', -1e-9)).toThrow('for p but received -1e-9')
})
