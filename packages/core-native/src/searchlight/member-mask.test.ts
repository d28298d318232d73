import { describe, expect, test } from 'vitest'
import type { Matrix } from '../runtime/matrix.js'
import { memberMask, memberRules, type MemberRule, type Shape3 } from './index.js'

// Columns: all zero, all not, a zero among others, a sum of exactly 0, a NaN, an infinity, opposite infinities, -0 alone.
const columns = [
  [0, 0, 0],
  [1, -2, 3],
  [0, 5, 1],
  [0.5, -1.5, 1],
  [1, NaN, 2],
  [Infinity, 1, 1],
  [Infinity, -Infinity, 0],
  [-0, 0, -0],
]
const betas = (type: typeof Float32Array | typeof Float64Array): Matrix => ({
  data: type.from([0, 1, 2].flatMap((row) => columns.map((column) => column[row]!))),
  rows: 3,
  cols: 8,
})

test.each([
  ['finite', [0, 1, 2, 3, 7]],
  ['anyNonZero', [1, 2, 3]],
  ['allNonZero', [1, 3]],
  ['sumNonZero', [1, 2]],
] as const)('%s', (rule, voxels) => {
  for (const type of [Float32Array, Float64Array]) {
    const { data, shape } = memberMask(betas(type), [2, 1, 4], rule)
    expect([...data].flatMap((value, v) => (value === 1 ? [v] : []))).toEqual(voxels)
    expect(shape).toEqual([2, 1, 4])
  }
})

test('the sum is taken in order in float64', () => {
  const data = Float32Array.of(2 ** 24, 1, -(2 ** 24), -1, 1e-30, 0)
  expect([...memberMask({ data, rows: 3, cols: 2 }, [1, 1, 2], 'sumNonZero').data]).toEqual([1, 0])
  const cancels = Float64Array.of(1e16, 1, -1e16)
  expect([...memberMask({ data: cancels, rows: 3, cols: 1 }, [1, 1, 1], 'sumNonZero').data]).toEqual([0])
})

describe('bad input gets one clear error', () => {
  test.each([
    [null, [2, 1, 4], 'finite', 'INVALID_ARGUMENT', 'Expected a matrix {data, rows, cols} for betas'],
    [
      betas(Float32Array),
      [2, 2, 4],
      'finite',
      'INVALID_SHAPE',
      'Expected 2 x 2 x 4 = 16 columns for betas but received 8',
    ],
    [
      betas(Float32Array),
      '2x4',
      'finite',
      'INVALID_ARGUMENT',
      'an array of three numbers of voxels for shape but received 2x4',
    ],
    [
      betas(Float32Array),
      [8, 1, 1.5],
      'finite',
      'INVALID_ARGUMENT',
      'an integer of at least 1 for shape[2] but received 1.5',
    ],
    [
      betas(Float32Array),
      [8, 1, 1],
      'sum',
      'INVALID_ARGUMENT',
      `one of ${memberRules.join(', ')} for rule but received sum`,
    ],
  ])('%#', (x, shape, rule, code, message) => {
    expect(() => memberMask(x as Matrix, shape as unknown as Shape3, rule as MemberRule)).toThrow(
      expect.objectContaining({ name: 'CoreNativeError', code, message: expect.stringContaining(message) }),
    )
  })
})
