import { expect, test } from 'vitest'
import { expectClose } from '../testing/closeness.js'
import { applyTransposed, backSubstitute, householder, invertTriangle, outsideSpan } from './householder.js'

const columns = [Float64Array.of(3, 4, 0, 0), Float64Array.of(1, 2, 2, 0)]

test("Q'X is R above zeros, and lengths stay", () => {
  const qr = householder(columns)
  expectClose(qr.r[0]![0]!, -5, 1e-15)
  for (const [j, column] of columns.entries()) {
    const rotated = applyTransposed(qr, column)
    for (let i = 0; i < 4; i++) expectClose(rotated[i]!, i <= j ? qr.r[j]![i]! : 0, 1e-15, 1e-15)
  }
  expectClose(Math.hypot(...applyTransposed(qr, Float64Array.of(1, -2, 3, 5))), Math.hypot(1, 2, 3, 5), 1e-15)
})

test('outside the span: orthogonal to the columns, and the rest is inside', () => {
  const qr = householder(columns)
  const outside = outsideSpan(qr, Float64Array.of(1, -2, 3, 5))
  for (const column of columns) expectClose(column.reduce((sum, v, i) => sum + v * outside[i]!, 0), 0, 0, 1e-14) // prettier-ignore
  outsideSpan(qr, outside).forEach((value, i) => expectClose(value, outside[i]!, 1e-14, 1e-15))
  expect(outside[3]).toBe(5)
})

test('triangles; zero columns', () => {
  const r = [Float64Array.of(2), Float64Array.of(3, 4)]
  expect([...backSubstitute(r, [8, 8])]).toEqual([1, 2])
  expect(invertTriangle(r).map((column) => [...column])).toEqual([[0.5, 0], [-0.375, 0.25]]) // prettier-ignore
  expect([...householder([new Float64Array(3)]).r[0]!]).toEqual([0])
})
