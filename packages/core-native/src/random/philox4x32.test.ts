import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { philox4x32 } from './philox4x32.js'

interface Block {
  counter: number[]
  key: number[]
  out: number[]
}
const golden = JSON.parse(readFileSync(new URL('./golden/philox.json', import.meta.url), 'utf8')) as { blocks: Block[] }

test('gives the published known answers', () => {
  expect([...philox4x32([0, 0, 0, 0], [0, 0])]).toEqual([0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8])
  const ones = 0xffffffff
  expect([...philox4x32([ones, ones, ones, ones], [ones, ones])]).toEqual([
    0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd,
  ])
  const pi = Uint32Array.of(0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344)
  expect([...philox4x32(pi, [0xa4093822, 0x299f31d0])]).toEqual([0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1])
})

test('equals the implementation on unbounded integers', () => {
  expect(golden.blocks.length).toBeGreaterThan(40)
  for (const { counter, key, out } of golden.blocks) expect([...philox4x32(counter, key)]).toEqual(out)
})

test('one flipped counter bit flips about half of the output bits', () => {
  let flipped = 0
  for (let bit = 0; bit < 128; bit++) {
    const counter = new Uint32Array(4)
    counter[bit >> 5] = (1 << (bit & 31)) >>> 0
    const out = philox4x32(counter, [0, 0])
    const base = philox4x32([0, 0, 0, 0], [0, 0])
    for (let w = 0; w < 4; w++) for (let x = out[w]! ^ base[w]!; x !== 0; x &= x - 1) flipped++
  }
  // 128 * 128 fair coins: mean 8192, standard deviation 64; 4 standard deviations.
  expect(Math.abs(flipped - 8192)).toBeLessThan(256)
})

describe('bad input', () => {
  test.each([
    [[0, 0, 0], [0, 0], 'Expected 4 words for counter but received 3'],
    [[0, 0, 0, 0], [0], 'Expected 2 words for key but received 1'],
    [[0, 0, 0, 2 ** 32], [0, 0], 'for counter[3] but received 4294967296'],
    [[0, 0, 0, 0], [0, -1], 'for key[1] but received -1'],
    [[0, NaN, 0, 0], [0, 0], 'for counter[1] but received NaN'],
  ])('%j %j', (counter, key, message) => {
    expect(() => philox4x32(counter, key)).toThrow(message)
  })
})
