import { describe, expect, test } from 'vitest'
import { checkTree } from './check-tree.js'
import type { PickleValue } from './pickle-machine.js'

const check = (value: PickleValue, maxValues = 1e6) => checkTree(value, maxValues, 'test bytes')
const coded = (code: string, message: RegExp) =>
  expect.objectContaining({ code, message: expect.stringMatching(message) as unknown })

function nested(levels: number): PickleValue {
  let value: PickleValue = 1
  for (let k = 0; k < levels; k++) value = k % 2 ? [value] : new Map([['k', value]])
  return value
}

describe('checkTree', () => {
  test('accepts trees, shared containers and tensors', () => {
    const shared = [1, 'x', null]
    check([shared, new Map<string, PickleValue>([['a', shared], ['b', { kind: 'tensor' }]])]) // prettier-ignore
    check(3)
  })

  test('allows 1000 levels, whichever way they are reached', () => {
    check(nested(1000))
    const shared = nested(999)
    check([shared, shared])
    expect(() => check(nested(1001))).toThrow(coded('LIMIT_EXCEEDED', /at most 1000 levels .* received more/))
    expect(() => check([shared, [shared]])).toThrow(coded('LIMIT_EXCEEDED', /at most 1000 levels/))
    expect(() => check(nested(1e6))).toThrow(coded('LIMIT_EXCEEDED', /at most 1000 levels/))
  })

  test('refuses containers that hold themselves', () => {
    const list: PickleValue[] = [1]
    list.push(list)
    const map = new Map<string, PickleValue>()
    map.set('a', [new Map([['b', map]])])
    for (const value of [list, map, [list]])
      expect(() => check(value)).toThrow(coded('INVALID_FORMAT', /received a container that holds itself/))
  })

  test('counts shared containers once per way to them, exactly and without walking every way', () => {
    const pair = ['x', 'y'] // 3 values
    check([pair, pair], 7)
    expect(() => check([pair, pair], 6)).toThrow(coded('LIMIT_EXCEEDED', /at most 6 values/))
    let value: PickleValue = 'lol'
    for (let k = 0; k < 500; k++) value = [value, value]
    const start = performance.now()
    expect(() => check(value)).toThrow(coded('LIMIT_EXCEEDED', /shared containers/))
    expect(performance.now() - start).toBeLessThan(1000)
  })

  test('refuses storages and classes outside tensors', () => {
    expect(() => check([{ kind: 'storage' }])).toThrow(coded('UNSUPPORTED_FORMAT', /a storage or class outside/))
    expect(() => check({ kind: 'global' })).toThrow(coded('UNSUPPORTED_FORMAT', /tensors and plain values only/))
  })
})
