import { philox } from '@likeness/core-native'
import { partialCorrelation, pearson } from '@likeness/stats'
import { expect, test } from 'vitest'
import { correlationsAt } from './resampled-correlations.js'

test("within rounding those of stats' on the gathered columns, offsets and units apart", () => {
  const rng = philox(4)
  const draw = (make: (i: number) => number) => Float64Array.from({ length: 40 }, (_, i) => make(i))
  const a = draw(() => 1e6 + rng.normal())
  const b = draw((i) => 1e-9 * (a[i]! - 1e6 + rng.normal()))
  const c = draw((i) => 3 * (a[i]! - 1e6) + 1e9 * b[i]! + rng.normal())
  for (let repeat = 0; repeat < 5; repeat++) {
    const indices = Int32Array.from(a, () => rng.integer(40))
    const [x, y, z] = [a, b, c].map((column) => Array.from(indices, (i) => column[i]!)) as [
      number[],
      number[],
      number[],
    ]
    // Leaves 1e-15 of the squared deviation: more than rounding, less than the tolerance.
    const scaled = a.map((v) => 0.3 * (v - 1e6) + 1e-8 * rng.normal())
    const { correlation, partial } = correlationsAt({ a, b, c, scaled }, indices)
    expect(partial('a', 'b', 'scaled')).toBeNaN()
    expect(partial('b', 'a', 'scaled')).toBeNaN()
    expect(correlation('a', 'b')).toBeCloseTo(pearson(x, y), 13)
    expect(partial('a', 'b', 'c')).toBeCloseTo(partialCorrelation(x, y, [z]).estimate, 12)
  }
})

test('NaN where a column does not vary, holds a NaN, or is explained by the control', () => {
  const columns = {
    a: [0.1, 0.2, 0.7, 0.1, 5],
    b: [3, 1, 2, 8, 1],
    twice: [0.2, 0.4, 1.4, 0.2, 10],
    n: [1, 2, NaN, 4, 5],
  }
  const all = correlationsAt(columns, Int32Array.of(0, 1, 2, 3, 4))
  expect(all.correlation('a', 'b')).not.toBeNaN()
  expect([all.correlation('n', 'b'), all.partial('a', 'b', 'n'), all.partial('a', 'b', 'twice')]).toEqual([
    NaN,
    NaN,
    NaN,
  ])
  const few = correlationsAt(columns, Int32Array.of(0, 3, 0))
  expect([few.correlation('a', 'b'), few.partial('b', 'twice', 'a')]).toEqual([NaN, NaN])
})
