import { expect, test } from 'vitest'
import { checkDomain, domainOf, padded } from './domain.js'

test('holds all values, and widens what is constant', () => {
  expect(domainOf([3, -1, 2], 'x')).toEqual([-1, 3])
  expect(domainOf([5, 5], 'x')).toEqual([4.5, 5.5])
  expect(domainOf([0], 'x')).toEqual([-0.5, 0.5])
  expect(domainOf(new Array(300_000).fill(1), 'x')).toEqual([0.9, 1.1])
  expect(padded([0, 100])).toEqual([-4, 104])
})

test('refuses what has no finite length', () => {
  expect(() => domainOf([-1e308, 1e308], 'x')).toThrow('Expected values whose range is finite for x')
  for (const bad of [[1, 1], [2, 1], [0, NaN], [0], 'ab', undefined])
    expect(() => checkDomain(bad as never, 'xDomain'), String(bad)).toThrow('two different finite numbers for xDomain')
})
