import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Float, Matrix } from '../runtime/matrix.js'
import { expectClose } from '../testing/expect-close.js'
import { bits, madeMatrix, type FloatType } from '../testing/made-matrix.js'
import { Once } from '../testing/once.js'
import { atSimdLevel, simdLevels } from '../testing/simd-levels.js'
import { noisePrecision, type NoisePrecision } from './index.js'
import { shrinkages } from './shrinkage.js'

const references = new Once<NoisePrecision>()
const golden = JSON.parse(readFileSync(new URL('golden/rdm.json', import.meta.url), 'utf8'))
const types: FloatType[] = ['float32', 'float64']

/** Residuals whose channels share some of their noise, about an offset. */
const residuals = (type: FloatType, rows: number, cols: number) =>
  madeMatrix(type, rows, cols, (v, i, j) => v + 3 + 0.4 * Math.sin(i * 1.7) * Math.cos(j))

const largest = (values: ArrayLike<number>) => Array.from(values).reduce((most, v) => Math.max(most, Math.abs(v)), 0)

/** |precision x covariance - identity|, at its largest. */
function inverseError(precision: Matrix, covariance: Matrix): number {
  const n = precision.rows
  let error = 0
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) {
      let sum = 0
      for (let k = 0; k < n; k++) sum += precision.data[i * n + k]! * covariance.data[k * n + j]!
      error = Math.max(error, Math.abs(sum - Number(i === j)))
    }
  return error
}

describe.each(types)('noisePrecision %s', (type) => {
  test.each(simdLevels())(
    'agrees with the reference at level %s, sizes around every edge',
    async (level) => {
      for (const channels of [1, 2, 7, 47, 48, 49, 97])
        for (const rows of [3, 130, 257]) {
          if (channels > 49 && rows > 130) continue
          for (const shrinkage of shrinkages) {
            if (shrinkage === 'none' && rows <= channels) continue
            const x = residuals(type, rows, channels)
            const key = [type, channels, rows, shrinkage].join()
            const expected = await references.get(key, () => noisePrecision(x, { shrinkage, device: 'reference' }))
            const r = await atSimdLevel(level, () => noisePrecision(x, { shrinkage, device: 'cpu' }))
            // Sums of 257 terms in float64; the inverse errs by the condition number, some hundreds here, more often.
            const scale = largest(expected.covariance.data)
            expect(Math.abs(r.shrinkage - expected.shrinkage)).toBeLessThan(1e-12)
            expectClose(r.covariance.data, expected.covariance.data, () => 1e-13 * scale)
            const error = inverseError(r.precision, r.covariance)
            expect(error, `${shrinkage} ${rows} x ${channels}`).toBeLessThan(
              1e-15 * scale * largest(r.precision.data) * (channels + 10),
            )
          }
        }
    },
    120_000,
  )

  test('gives the same bits at every SIMD level and thread count', async () => {
    const x = residuals(type, 300, 110)
    const runs = [residuals(type, 70, 110), residuals(type, 90, 110)]
    for (const shrinkage of shrinkages)
      for (const input of [x, runs]) {
        const scalar = await atSimdLevel('scalar', () =>
          noisePrecision(input as Matrix<Float>, { shrinkage, threads: 1 }),
        )
        for (const level of simdLevels())
          for (const threads of [1, 2, 5]) {
            const r = await atSimdLevel(level, () => noisePrecision(input as Matrix<Float>, { shrinkage, threads }))
            expect(bits(r.precision.data).equals(bits(scalar.precision.data)), `${level} ${threads}`).toBe(true)
            expect(bits(r.covariance.data).equals(bits(scalar.covariance.data)), `${level} ${threads}`).toBe(true)
            expect(r.shrinkage).toBe(scalar.shrinkage)
          }
      }
  })
})

describe('golden values', () => {
  const matrix = (c: { rows: number; channels: number }, data: number[]) => ({
    data: Float64Array.from(data),
    rows: c.rows,
    cols: c.channels,
  })
  const single = golden.noise.filter((c: { runs: unknown[] }) => c.runs.length === 1)

  test.each([0, 1])("ledoit-wolf: scikit-learn's intensity, and its covariance x n / (n - 1), case %i", async (k) => {
    const c = single[k]
    const { covariance, shrinkage } = await noisePrecision(matrix(c, c.runs[0]), { shrinkage: 'ledoit-wolf' })
    expect(shrinkage).toBeCloseTo(c.sklearn.shrinkage, 12)
    expectClose(
      covariance.data.map((v) => (v * (c.rows - 1)) / c.rows),
      c.sklearn.covariance,
      () => 1e-12,
    )
  })

  test.each([0, 1])("ledoit-wolf and none: rsatoolbox's covariance and precision, case %i", async (k) => {
    const c = single[k]
    for (const shrinkage of ['ledoit-wolf', 'none'] as const) {
      const r = await noisePrecision(matrix(c, c.runs[0]), { shrinkage })
      expectClose(r.covariance.data, c.rsatoolbox[shrinkage].covariance, () => 1e-12)
      const scale = largest(r.precision.data)
      expectClose(r.precision.data, c.rsatoolbox[shrinkage].precision, () => 1e-11 * scale)
    }
  })

  test.each([0, 1])("diagonal: rsatoolbox's intensity is smaller by 1 / (n - 1)², case %i", async (k) => {
    const c = single[k]
    const { covariance, shrinkage } = await noisePrecision(matrix(c, c.runs[0]), { shrinkage: 'diagonal' })
    const theirs = c.rsatoolbox.diagonal.covariance as number[]
    const sample = c.rsatoolbox.none.covariance as number[]
    // Off the diagonal both are (1 - intensity) times the sample's covariance.
    const intensity = 1 - theirs[1]! / sample[1]!
    expect(shrinkage - intensity).toBeCloseTo(1 / (c.rows - 1) ** 2, 12)
    for (let i = 0; i < c.channels; i++)
      expect(covariance.data[i * (c.channels + 1)]).toBeCloseTo(theirs[i * (c.channels + 1)]!, 12)
  })

  test('runs are centred on their own means and pooled', async () => {
    const c = golden.noise.find((noise: { runs: unknown[] }) => noise.runs.length > 1)
    const runs = c.runs.map((run: number[]) => matrix(c, run))
    const { covariance } = await noisePrecision(runs, { shrinkage: 'none' })
    expectClose(covariance.data, c.pooled, () => 1e-12)
    const degreesOfFreedom = 2 * c.runs.length * (c.rows - 1)
    const half = await noisePrecision(runs, { shrinkage: 'none', degreesOfFreedom })
    expectClose(
      half.covariance.data,
      c.pooled.map((v: number) => v / 2),
      () => 1e-12,
    )
  })
})

describe('bad input gets one clear error', () => {
  const x = residuals('float32', 4, 3)
  const bad = noisePrecision as (...args: unknown[]) => Promise<unknown>
  const none = { shrinkage: 'none' }
  test.each([
    [[null, none], 'INVALID_ARGUMENT', 'Expected a matrix {data, rows, cols} for residuals but received null'],
    [[[], none], 'INVALID_ARGUMENT', 'Expected at least one matrix for residuals but received an object of type Array'],
    [
      [[x, residuals('float32', 4, 2)], none],
      'INVALID_SHAPE',
      'Expected 3 columns for residuals[1] as residuals[0] has but received 2',
    ],
    [[[x, residuals('float64', 4, 3)], none], 'INVALID_ARGUMENT', /a Float32Array for residuals\[1\]\.data/],
    [
      [residuals('float32', 0, 3), none],
      'INVALID_ARGUMENT',
      'Expected an integer of at least 1 for residuals.rows but received 0 of type number',
    ],
    [[x], 'INVALID_ARGUMENT', 'Expected an object for options but received undefined'],
    [
      [x, { shrinkage: 'auto' }],
      'INVALID_ARGUMENT',
      'Expected one of ledoit-wolf, diagonal, none for options.shrinkage but received auto of type string',
    ],
    [
      [residuals('float32', 1, 3), none],
      'INVALID_ARGUMENT',
      'Expected a number above 0 for the rows of residuals less their runs but received 0 of type number',
    ],
    [
      [x, { ...none, degreesOfFreedom: -1 }],
      'INVALID_ARGUMENT',
      'Expected a number above 0 for options.degreesOfFreedom but received -1 of type number',
    ],
    [
      [{ ...x, data: x.data.map((_, k) => k % 3) }, none],
      'INVALID_ARGUMENT',
      'Expected a positive definite matrix for the covariance of residuals but received one whose pivot 0 is not above 0',
    ],
    [[{ ...x, data: x.data.map((v, k) => (k === 5 ? NaN : v)) }, none], 'INVALID_ARGUMENT', /pivot 2 is not above 0/],
  ])('%#', async (args, code, message) => {
    await expect(bad(...args)).rejects.toMatchObject({
      name: 'CoreNativeError',
      code,
      message: message instanceof RegExp ? expect.stringMatching(message) : message,
    })
  })
})
