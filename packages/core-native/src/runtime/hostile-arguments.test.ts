import { expect, test } from 'vitest'
import { pdist } from '../distance/index.js'
import { bits, madeMatrix } from '../testing/made-matrix.js'

const bad = pdist as (...args: unknown[]) => Promise<unknown>
const x = madeMatrix('float32', 5, 3)

test('properties of an array that shadow its own are not believed', async () => {
  const expected = await pdist(x, 'cosine')
  const data = Object.defineProperty(x.data.slice(), 'length', { value: 2 ** 60 })
  expect(bits(await pdist({ ...x, data }, 'cosine')).equals(bits(expected))).toBe(true)
  const resizable = new (ArrayBuffer as unknown as new (n: number, o: object) => ArrayBuffer)(60, { maxByteLength: 64 })
  const shadowed = Object.defineProperty(new Float32Array(resizable, 0, 15), 'buffer', { value: x.data.buffer })
  await expect(pdist({ ...x, data: shadowed }, 'cosine')).rejects.toThrow('a buffer of fixed length for x.data')
})

test.each([
  [{ constructor: { name: Symbol('no text') } }, 'an object of type Object'],
  [Object.create(null), 'an object of type Object'],
  [new Proxy({}, { get: (_, key) => (key === 'data' ? revoked() : undefined) }), 'an object of type Object'],
])('%#: what cannot be named is an object', async (value, message) => {
  await expect(bad(value, 'cosine')).rejects.toThrow(`Expected a Float32Array or Float64Array for x.data`)
  await expect(bad({ ...x, data: value }, 'cosine')).rejects.toThrow(`for x.data but received ${message}`)
})

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {})
  revoke()
  return proxy
}

test('half a signal is none', async () => {
  const signal = { throwIfAborted: () => {}, addEventListener: 3 }
  await expect(bad(x, 'cosine', { signal })).rejects.toThrow('an AbortSignal for options.signal')
})

test('a signal that cannot be listened to rejects with its own error each time, and leaves no job behind', async () => {
  const error = new Error('from addEventListener')
  let progressed = 0
  const addEventListener = () => {
    throw error
  }
  const signal = { throwIfAborted: () => {}, addEventListener }
  const options = { signal, onProgress: () => progressed++ }
  for (let k = 0; k < 2; k++) await expect(bad(x, 'cosine', options)).rejects.toBe(error)
  expect(progressed).toBe(0)
})
