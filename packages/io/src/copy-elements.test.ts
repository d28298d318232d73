import { expect, test } from 'vitest'
import { copyElements } from './copy-elements.js'

const bytes = Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 8])

test.each(['little', 'big'] as const)('reads %s-endian elements as DataView does', (order) => {
  const view = new DataView(bytes.buffer)
  const little = order === 'little'
  expect([...new Uint8Array(copyElements(bytes, 1, order))]).toEqual([...bytes])
  expect([...new Uint16Array(copyElements(bytes, 2, order))]).toEqual(
    [0, 2, 4, 6].map((k) => view.getUint16(k, little)),
  )
  expect([...new Int32Array(copyElements(bytes, 4, order))]).toEqual([0, 4].map((k) => view.getInt32(k, little)))
  expect([...new Float64Array(copyElements(bytes, 8, order))]).toEqual([view.getFloat64(0, little)])
})

test('copies: neither unaligned input nor later writes matter', () => {
  const input = bytes.slice()
  const copy = new Uint32Array(copyElements(input.subarray(1, 5), 4, 'little'))
  input.fill(0)
  expect([...copy]).toEqual([0x05040302])
  expect(new Float64Array(copyElements(new Uint8Array(0), 8, 'big'))).toHaveLength(0)
})
