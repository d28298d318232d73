import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { distanceBound } from '../testing/distance-bound.js'
import { expectClose } from '../testing/expect-close.js'
import { bits, madeMatrix, wide, type FloatType } from '../testing/made-matrix.js'
import { Once } from '../testing/once.js'
import { atSimdLevel, simdLevels } from '../testing/simd-levels.js'
import type { Matrix } from '../runtime/matrix.js'
import { cdist, metrics, pdist } from './index.js'

const types: FloatType[] = ['float32', 'float64']
const golden = JSON.parse(readFileSync(new URL('golden/scipy.json', import.meta.url), 'utf8'))

const references = new Once<Matrix<Float64Array>>()

describe.each(types)('cdist %s', (type) => {
  test.each(simdLevels())('agrees with the float64 reference at level %s', async (level) => {
    for (const [n, m] of [
      [0, 3],
      [3, 0],
      [1, 1],
      [7, 300],
      [65, 2],
      [48, 48],
      [97, 49],
    ] as const)
      for (const cols of [1, 7, 256, 515]) {
        const x = madeMatrix(type, n, cols)
        const y = madeMatrix(type, m, cols, (v) => v + 0.5)
        for (const metric of metrics) {
          const expected = await references.get([type, n, m, cols, metric].join(), () =>
            cdist(wide(x), wide(y), metric, { device: 'reference' }),
          )
          const d = await atSimdLevel(level, () => cdist(x, y, metric, { device: 'cpu' }))
          expect([d.rows, d.cols, d.data.length]).toEqual([n, m, n * m])
          expectClose(d.data, expected.data, (e) => distanceBound(metric, type, cols, e))
        }
      }
  })

  test('has the bits of pdist, at every level and thread count', async () => {
    const x = madeMatrix(type, 70, 300)
    for (const metric of metrics) {
      const condensed = await pdist(x, metric)
      for (const level of simdLevels())
        for (const threads of [1, 3]) {
          const { data } = await atSimdLevel(level, () => cdist(x, x, metric, { threads }))
          const upper = condensed.slice() as typeof condensed
          for (let i = 0, k = 0; i < 70; i++) for (let j = i + 1; j < 70; j++) upper[k++] = data[i * 70 + j]!
          expect(bits(upper).equals(bits(condensed)), `${metric} ${level} ${threads}`).toBe(true)
          for (let i = 0; i < 70; i++) expect(data[i * 70 + i]).toBe(0)
        }
    }
  })

  test('agrees with SciPy on golden data', async () => {
    const typed = (values: number[], cols: number) => {
      const data = type === 'float32' ? Float32Array.from(values) : Float64Array.from(values)
      return { data: data as Float32Array | Float64Array, rows: values.length / cols, cols }
    }
    for (const c of golden.cases.filter((c: { dtype: string }) => c.dtype === type))
      for (const metric of metrics) {
        const { data } = await cdist(typed(c.x, c.cols), typed(c.y, c.cols), metric)
        const offset = c.kind === 'offset' ? 1000 : 1
        expectClose(data, c.cdist[metric], (e) => distanceBound(metric, type, c.cols, e, offset))
      }
  })
})

test('NaN and constant rows reach only their own distances', async () => {
  const x = madeMatrix('float32', 40, 50, (v, i) => (i === 3 ? NaN : i === 4 ? 0.1 : v))
  const y = madeMatrix('float32', 35, 50, (v) => v + 1)
  for (const metric of metrics) {
    const { data } = await cdist(x, y, metric)
    for (let i = 0; i < 40; i++)
      for (let j = 0; j < 35; j++)
        expect(Number.isNaN(data[i * 35 + j])).toBe(i === 3 || (i === 4 && metric === 'correlation'))
  }
})

describe('bad input gets one clear error', () => {
  const x = madeMatrix('float32', 2, 3)
  test('different numbers of columns', async () => {
    await expect(cdist(x, madeMatrix('float32', 2, 4), 'cosine')).rejects.toMatchObject({
      code: 'INVALID_SHAPE',
      message: 'Expected 3 columns for y as x has but received 4',
    })
  })
  test('different types', async () => {
    const y = madeMatrix('float64', 2, 3) as unknown as typeof x
    await expect(cdist(x, y, 'cosine')).rejects.toThrow(
      'Expected a Float32Array for y.data as x has but received a Float64Array',
    )
  })
})
