import fc from 'fast-check'
import { expect, test } from 'vitest'
import { elementCount } from './element-count.js'
import { fortranStrides, gatherStrided } from './gather-strided.js'

/** The definition: element (i0, i1, ...) lies at offset + sum of i * stride. */
function naive(source: readonly number[], offset: number, shape: number[], strides: number[]): number[] {
  if (shape.length === 0) return [source[offset]!]
  const [size, ...rest] = shape
  const [stride, ...steps] = strides
  return Array.from({ length: size! }, (_, i) => naive(source, offset + i * stride!, rest, steps)).flat()
}

function gather(source: readonly number[], offset: number, shape: number[], strides: number[]): number[] {
  const target = Array<number>(elementCount(shape)).fill(NaN)
  gatherStrided(source, { offset, shape, strides }, target)
  return target
}

test('agrees with the definition on random views, zero sizes and zero strides included', () => {
  const axis = fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 5 }))
  const source = Array.from({ length: 200 }, (_, k) => k)
  fc.assert(
    fc.property(fc.array(axis, { maxLength: 5 }), fc.integer({ min: 0, max: 20 }), (axes, offset) => {
      const shape = axes.map(([size]) => size)
      const strides = axes.map(([, stride]) => stride)
      expect(gather(source, offset, shape, strides)).toEqual(naive(source, offset, shape, strides))
    }),
  )
})

test('turns Fortran order into C order', () => {
  expect(fortranStrides([2, 3, 4])).toEqual([1, 2, 6])
  expect(gather([1, 4, 2, 5, 3, 6], 0, [2, 3], fortranStrides([2, 3]))).toEqual([1, 2, 3, 4, 5, 6])
})

test('ten thousand axes of size 1 cost nothing per element', () => {
  const ones = Array<number>(10_000).fill(1)
  const source = Array.from({ length: 40_000 }, (_, k) => k)
  const start = performance.now()
  expect(gather(source, 0, [20_000, ...ones, 2], [2, ...ones, 1])).toEqual(source)
  // 10^4 carries for each of 2 * 10^4 rows would be seconds.
  expect(performance.now() - start).toBeLessThan(1000)
})
