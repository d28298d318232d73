import { expect, test } from 'vitest'
import { ArrayPool } from './array-pool.js'

const bytes = (n: number) => n * 4

test('an array comes back when its tensor goes, once', () => {
  const pool = new ArrayPool()
  const [key, array] = [{}, pool.take(2048)]
  pool.own(key, array)
  pool.release(key)
  pool.release(key)
  expect(pool.bytes).toBe(bytes(2048))
  expect(pool.take(2048)).toBe(array)
  expect(pool.take(2048)).not.toBe(array)
  expect(pool.bytes).toBe(0)
})

test('one that something else refers to does not', () => {
  const pool = new ArrayPool()
  const [key, array] = [{}, pool.take(2048)]
  pool.own(key, array)
  pool.expose(key)
  pool.release(key)
  expect(pool.bytes).toBe(0)
})

test('small ones are not kept', () => {
  const pool = new ArrayPool()
  pool.give(pool.take(1023))
  expect(pool.bytes).toBe(0)
})

test('above the cap the length that was not used for longest is forgotten first', () => {
  const pool = new ArrayPool(bytes(10_000), 1)
  const [old, used, last] = [pool.take(3000), pool.take(4000), pool.take(5000)]
  pool.give(old)
  pool.give(used)
  pool.give(last)
  expect(pool.bytes).toBe(bytes(9000))
  expect(pool.take(4000)).toBe(used)
  expect(pool.take(3000)).not.toBe(old)
})

test('the cap is above three times the largest array', () => {
  const pool = new ArrayPool(bytes(1), 4)
  const arrays = [1, 2, 3, 4, 5].map(() => pool.take(5000))
  for (const array of arrays) pool.give(array)
  expect(pool.bytes).toBe(bytes(20_000))
})

test('clear forgets all', () => {
  const pool = new ArrayPool()
  pool.give(pool.take(5000))
  pool.clear()
  expect(pool.bytes).toBe(0)
})
