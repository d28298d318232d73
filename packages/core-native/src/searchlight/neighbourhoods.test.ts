import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkNeighbourhoods, type Neighbourhoods } from './neighbourhoods.js'

const sets = (lists: readonly (readonly number[])[], offsets: 'int32' | 'int64' = 'int32'): Neighbourhoods => {
  const ends = lists.reduce<number[]>((all, list) => [...all, all.at(-1)! + list.length], [0])
  return {
    centers: Int32Array.from(lists, (_, k) => k),
    offsets: offsets === 'int32' ? Int32Array.from(ends) : BigInt64Array.from(ends, BigInt),
    indices: Int32Array.from(lists.flat()),
  }
}

test.each(['int32', 'int64'] as const)('%s offsets: the same sets, with offsets of their own', (type) => {
  const given = sets([[3, 1, 4], [], [0, 2, 5, 9], [9, 3]], type)
  const checked = checkNeighbourhoods(given, 10, 'n')
  expect([...checked.offsets]).toEqual([0n, 3n, 3n, 7n, 9n])
  expect(checked.offsets).not.toBe(given.offsets)
  expect([checked.indices, checked.centers]).toEqual([given.indices, given.centers])
  expect(Object.isFrozen(checked)).toBe(true)
})

test('no centre at all is a valid set of sets', () => {
  expect([...checkNeighbourhoods(sets([]), 1, 'n').offsets]).toEqual([0n])
})

test('lists are accepted exactly where each is free of repeats and in range', () => {
  const list = fc.array(fc.integer({ min: -1, max: 8 }), { maxLength: 5 })
  fc.assert(
    fc.property(fc.array(list, { maxLength: 5 }), fc.boolean(), (lists, sorted) => {
      const given = sorted ? lists.map((one) => one.toSorted((a, b) => a - b)) : lists
      const valid = given.every((one) => new Set(one).size === one.length && one.every((v) => v >= 0 && v < 8))
      const check = () => checkNeighbourhoods(sets(given), 8, 'n')
      if (valid) expect(check).not.toThrow()
      else expect(check).toThrow(/for n\.indices\[\d+\] but received/)
    }),
  )
})

describe('bad neighbourhoods get one clear error', () => {
  const good = sets([[0, 2], [1]])
  test.each([
    [null, 'INVALID_ARGUMENT', 'Expected neighbourhoods {centers, offsets, indices} for n but received null'],
    [{}, 'INVALID_ARGUMENT', 'Expected an Int32Array for n.centers but received undefined'],
    [{ ...good, centers: [0, 1] }, 'INVALID_ARGUMENT', 'Expected an Int32Array for n.centers but received an object'],
    [{ ...good, offsets: new Float64Array(3) }, 'INVALID_ARGUMENT', 'an Int32Array or BigInt64Array for n.offsets'],
    [{ ...good, indices: new Uint32Array(3) }, 'INVALID_ARGUMENT', 'an Int32Array for n.indices'],
    [{ ...good, offsets: Int32Array.of(0, 3) }, 'INVALID_SHAPE', 'Expected 3 values for n.offsets but received 2'],
    [{ ...good, offsets: Int32Array.of(1, 2, 3) }, 'INVALID_ARGUMENT', 'Expected 0 for n.offsets[0] but received 1'],
    [{ ...good, offsets: Int32Array.of(0, 4, 3) }, 'INVALID_ARGUMENT', 'Expected at least the 4 before it'],
    [
      { ...good, offsets: Int32Array.of(0, 2, 2) },
      'INVALID_SHAPE',
      'Expected the last of n.offsets, 2, for the length',
    ],
    [
      { ...good, offsets: Int32Array.of(0, 2, 4) },
      'INVALID_SHAPE',
      'Expected the last of n.offsets, 4, for the length',
    ],
    [{ ...good, indices: Int32Array.of(0, 3, 1) }, 'INVALID_ARGUMENT', 'an integer from 0 to 2 for n.indices[1]'],
    [{ ...good, indices: Int32Array.of(0, -1, 1) }, 'INVALID_ARGUMENT', 'an integer from 0 to 2 for n.indices[1]'],
    // The step from 0 down to -2^31 is no negative int32.
    [
      { ...good, indices: Int32Array.of(0, -(2 ** 31), 1) },
      'INVALID_ARGUMENT',
      'an integer from 0 to 2 for n.indices[1]',
    ],
    [{ ...good, indices: Int32Array.of(2, 2, 1) }, 'INVALID_ARGUMENT', 'no voxel twice in set 0 for n.indices[1]'],
  ])('%#', (value, code, message) => {
    expect(() => checkNeighbourhoods(value as Neighbourhoods, 3, 'n')).toThrow(
      expect.objectContaining({ name: 'CoreNativeError', code, message: expect.stringContaining(message) }),
    )
  })

  test('a detached or a resizable buffer', () => {
    const indices = Int32Array.from(good.indices)
    structuredClone(indices.buffer, { transfer: [indices.buffer] })
    expect(() => checkNeighbourhoods({ ...good, indices }, 3, 'n')).toThrow('but received 0')
    const resizable = new (ArrayBuffer as unknown as new (n: number, o: object) => ArrayBuffer)(8, {
      maxByteLength: 16,
    })
    expect(() => checkNeighbourhoods({ ...good, centers: new Int32Array(resizable) }, 3, 'n')).toThrow(
      'a buffer of fixed length for n.centers',
    )
  })
})
