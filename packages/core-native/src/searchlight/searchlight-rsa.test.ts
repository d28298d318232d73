import { describe, expect, test } from 'vitest'
import type { Float, Matrix } from '../runtime/matrix.js'
import { expectClose } from '../testing/expect-close.js'
import { bits, madeMatrix, wide, type FloatType } from '../testing/made-matrix.js'
import { madeNeighbourhoods } from '../testing/made-neighbourhoods.js'
import { Once } from '../testing/once.js'
import { atSimdLevel, simdLevels } from '../testing/simd-levels.js'
import { searchlightRdms, searchlightRsa, type RsaComparison } from './index.js'

const types: FloatType[] = ['float32', 'float64']
const comparisons: RsaComparison[] = [
  'pearson',
  'spearman',
  'cosine',
  'tau-a',
  'partial-pearson',
  'partial-spearman',
  'nnls',
]

/** Models with many ties: codes of zeros and ones, and one of real numbers. */
function madeModels(conditions: number, count: number): Matrix<Float64Array> {
  const pairs = (conditions * (conditions - 1)) / 2
  return madeMatrix('float64', count, pairs, (v, m) => (m % 3 === 0 ? v + 2 : v > 0.3 * (m % 5) - 0.5 ? 1 : 0))
}

const compared = new Once<Awaited<ReturnType<typeof ofRdms>>>()
const permuted = new Once<Awaited<ReturnType<typeof searchlightRsa>>>()

describe.each(types)('searchlightRsa %s', (type) => {
  test.each(simdLevels())('agrees with the float64 reference at level %s', async (level) => {
    for (const conditions of [5, 9, 16, 29]) {
      const betas = madeMatrix(type, conditions, 80)
      const n = madeNeighbourhoods(80, [0, 1, 2, ...Array.from({ length: 50 }, (_, k) => 5 + k)])
      for (const comparison of comparisons) {
        const models = madeModels(conditions, 4)
        const o = { metric: 'correlation', comparison } as const
        // The reference ranks the RDMs that the kernel ranks: rounding decides which of two close cells is larger.
        const expected = await compared.get([type, conditions, comparison].join(), async () =>
          ofRdms(wide(await searchlightRdms(betas, n, o)), models, comparison),
        )
        const found = await atSimdLevel(level, () => searchlightRsa(betas, n, models, { ...o, device: 'cpu' }))
        const exact = /spearman|tau/.test(comparison) || type === 'float64'
        expectClose(found.values.data, expected.values.data, () => (exact ? 1e-11 : 3e-6))
        if (exact) expect(found.best).toEqual(expected.best)
      }
    }
  })

  test('gives the same bits at every SIMD level and thread count, and for a centre alone', async () => {
    for (const conditions of [12, 30]) {
      const betas = madeMatrix(type, conditions, 200)
      const n = madeNeighbourhoods(
        200,
        Array.from({ length: 130 }, (_, k) => k % 60),
      )
      const models = madeModels(conditions, 11)
      for (const comparison of comparisons) {
        const o = { metric: 'correlation', comparison } as const
        const scalar = await atSimdLevel('scalar', () => searchlightRsa(betas, n, models, { ...o, threads: 1 }))
        for (const level of simdLevels())
          for (const threads of [1, 3]) {
            const found = await atSimdLevel(level, () => searchlightRsa(betas, n, models, { ...o, threads }))
            expect(bits(found.values.data).equals(bits(scalar.values.data)), `${comparison} ${level} ${threads}`).toBe(
              true,
            )
            expect(found.best).toEqual(scalar.best)
          }
        const members = n.indices.slice(Number(n.offsets[57]), Number(n.offsets[58]))
        const one = { centers: Int32Array.of(57), offsets: Int32Array.of(0, members.length), indices: members }
        const alone = await searchlightRsa(betas, one, models, o)
        expect(bits(alone.values.data).equals(bits(scalar.values.data.slice(57 * 11, 58 * 11)))).toBe(true)
      }
    }
  })
})

/** The reference's comparison of given RDMs: betas on a simplex of one voxel for each pair have them as distances. */
async function ofRdms(rdms: Matrix<Float64Array>, models: Matrix<Float64Array>, comparison: RsaComparison) {
  const { compareRdmsReference } = await import('./searchlight-rsa.reference.js')
  return compareRdmsReference(rdms, models, comparison)
}

test('finds the model that was planted in each centre, and none where conditions are constant', async () => {
  const conditions = 12
  const codes = [0, 1, 2].map((m) =>
    Array.from({ length: conditions }, (_, i) => (m === 0 ? i % 2 : m === 1 ? Math.floor(i / 6) : i % 3)),
  )
  const pairs = codes.map((code) => code.flatMap((a, i) => code.slice(i + 1).map((b) => (a === b ? 0 : 1))))
  const models = { data: Float64Array.from(pairs.flat()), rows: 3, cols: 66 }
  const noise = madeMatrix('float64', conditions, 160)
  const data = noise.data.map((v, k) => {
    const [i, j] = [Math.floor(k / 160), k % 160]
    return j >= 120 ? 1 : 0.3 * v + Math.sin(1 + 7 * j * (1 + codes[Math.floor(j / 40)]![i]!))
  })
  const n = {
    centers: Int32Array.of(0, 40, 80, 120),
    offsets: Int32Array.of(0, 40, 80, 120, 160),
    indices: Int32Array.from({ length: 160 }, (_, k) => k),
  }
  for (const comparison of comparisons) {
    const { best, values } = await searchlightRsa({ data, rows: conditions, cols: 160 }, n, models, {
      metric: 'correlation',
      comparison,
    })
    expect(Array.from(best), comparison).toEqual([0, 1, 2, -1])
    expect(values.data.slice(9).every(Number.isNaN)).toBe(true)
  }
})

test('an RDM that is a model correlates with it by exactly 1', async () => {
  const betas = madeMatrix('float64', 9, 40)
  const n = madeNeighbourhoods(40, [40, 17])
  const rdms = await searchlightRdms(betas, n, { metric: 'euclidean' })
  for (const comparison of ['pearson', 'spearman', 'cosine', 'tau-a'] as const) {
    const { values } = await searchlightRsa(betas, n, rdms, { metric: 'euclidean', comparison })
    expect([values.data[0], values.data[3]], comparison).toEqual([1, 1])
  }
})

test('partial correlations and weights with one model, and with models that depend on one another', async () => {
  const betas = madeMatrix('float64', 8, 40)
  const n = madeNeighbourhoods(40, [40, 9])
  const one = madeModels(8, 1)
  const o = { metric: 'correlation' } as const
  const plain = await searchlightRsa(betas, n, one, { ...o, comparison: 'spearman' })
  const given = await searchlightRsa(betas, n, one, { ...o, comparison: 'partial-spearman' })
  expectClose(given.values.data, plain.values.data, () => 1e-12)
  const models = madeModels(8, 3)
  models.data.copyWithin(28, 0, 28)
  await expect(searchlightRsa(betas, n, models, { ...o, comparison: 'partial-pearson' })).rejects.toMatchObject({
    code: 'INVALID_ARGUMENT',
  })
  const { values } = await searchlightRsa(betas, n, models, { ...o, comparison: 'nnls' })
  expect(values.data.every((weight) => weight >= 0)).toBe(true)
  expect(
    values.data.slice(0, 2).filter((weight) => weight > 0),
    'one of two equal models',
  ).toHaveLength(1)
})

test('each wrong argument is one clear error', async () => {
  const betas = madeMatrix('float32', 4, 10)
  const n = madeNeighbourhoods(10, [3])
  const models = madeModels(4, 2)
  const o = { metric: 'correlation', comparison: 'pearson' } as const
  const cases: [string, RegExp, () => Promise<unknown>][] = [
    [
      'INVALID_ARGUMENT',
      /one of pearson.*options\.comparison/,
      () => searchlightRsa(betas, n, models, { ...o, comparison: 'kendall' as never }),
    ],
    [
      'INVALID_SHAPE',
      /6 cells.*models\.cols but received 5/,
      () => searchlightRsa(betas, n, madeMatrix('float64', 1, 5), o),
    ],
    [
      'INVALID_ARGUMENT',
      /finite.*models\.data\[7\]/,
      () => searchlightRsa(betas, n, { ...models, data: models.data.map((v, k) => (k === 7 ? NaN : v)) }, o),
    ],
    [
      'INVALID_ARGUMENT',
      /options\.permutations/,
      () => searchlightRsa(betas, n, models, { ...o, permutations: 1.5, seed: 1 }),
    ],
    ['INVALID_ARGUMENT', /seed/, () => searchlightRsa(betas, n, models, { ...o, permutations: 5 })],
    ['INVALID_ARGUMENT', /options\.tail/, () => searchlightRsa(betas, n, models, { ...o, tail: 'less' as never })],
    [
      'INVALID_ARGUMENT',
      /pearson, spearman, cosine/,
      () => searchlightRsa(betas, n, models, { ...o, comparison: 'nnls', permutations: 5, seed: 1 }),
    ],
  ]
  for (const [code, message, call] of cases)
    await expect(call()).rejects.toMatchObject({ code, message: expect.stringMatching(message) })
})

describe.each(types)('permutations %s', (type) => {
  const run = (rows: Matrix, conditions: number, o: object = {}) =>
    searchlightRsa(
      rows,
      madeNeighbourhoods(150, [0, ...Array.from({ length: 100 }, (_, k) => 3 + (k % 40))]),
      madeModels(conditions, 3),
      {
        metric: 'correlation',
        comparison: 'spearman',
        permutations: 37,
        seed: 5,
        ...o,
      },
    )

  test('agree with the reference: counts and largest values', async () => {
    for (const conditions of [5, 16, 24])
      for (const comparison of ['spearman', 'pearson', 'cosine'] as const)
        for (const tail of ['greater', 'two-sided'] as const) {
          // Ranks of float64 RDMs, so that the reference ranks the same. (Of two voxels all correlations are 1 or -1,
          // and rounding would decide.)
          const betas = madeMatrix('float64', conditions, 150)
          const typed = type === 'float32' && comparison !== 'spearman' ? madeMatrix(type, conditions, 150) : betas
          const key = [typed.data.constructor.name, conditions, comparison, tail].join()
          const expected = await permuted.get(key, () =>
            run(wide(typed), conditions, { comparison, tail, device: 'reference' }),
          )
          const found = await run(typed, conditions, { comparison, tail, device: 'cpu' })
          const exact = typed.data instanceof Float64Array
          // Of ranks the largest value is kept in float32, where their products are exact.
          expectClose(found.permutations!.largest.data, expected.permutations!.largest.data, () =>
            !exact ? 1e-5 : comparison === 'spearman' ? 2e-7 : 1e-11,
          )
          // A permutation may come within rounding of the centre's own value.
          for (const p of ['p', 'pCorrected'] as const)
            expectClose(found.permutations![p].data, expected.permutations![p].data, () => (exact ? 1e-12 : 2 / 38))
        }
  })

  test('give the same bits at every SIMD level and thread count', async () => {
    for (const conditions of [16, 30]) {
      const betas = madeMatrix(type, conditions, 150)
      for (const comparison of ['spearman', 'pearson'] as const) {
        const scalar = await atSimdLevel('scalar', () => run(betas, conditions, { comparison, threads: 1 }))
        for (const level of simdLevels())
          for (const threads of [1, 3]) {
            const found = await atSimdLevel(level, () => run(betas, conditions, { comparison, threads }))
            for (const key of ['largest', 'p', 'pCorrected'] as const)
              expect(
                bits(found.permutations![key].data as Float).equals(bits(scalar.permutations![key].data)),
                `${key} ${level}`,
              ).toBe(true)
          }
      }
    }
  })
})

test('a permutation that changes nothing reaches the value itself', async () => {
  // Every model cell is the same but one condition's: permutations of the others change nothing.
  const conditions = 3
  const betas = madeMatrix('float32', conditions, 50)
  const models = { data: Float64Array.of(1, 1, 0), rows: 1, cols: 3 }
  const n = madeNeighbourhoods(50, [50, 20, 31])
  for (const comparison of ['pearson', 'spearman', 'cosine'] as const) {
    const o = { metric: 'euclidean', comparison, permutations: 600, seed: 1 } as const
    const { permutations, values } = await searchlightRsa(betas, n, models, o)
    const strongest = Math.max(...values.data)
    for (const [k, p] of permutations!.p.data.entries()) {
      // One, two or three of three places of that condition are as good.
      const share = (p * 601 - 1) / 600
      expect(Math.min(...[1, 2, 3].map((c) => Math.abs(share - c / 3)))).toBeLessThan(0.08)
      if (values.data[k] === strongest) expect(share).toBeLessThan(0.42)
    }
  }
})

test('noise: p is uniform, corrected p holds for all centres together', async () => {
  const betas = madeMatrix('float64', 16, 4000)
  const n = madeNeighbourhoods(
    4000,
    Array.from({ length: 400 }, () => 30),
  )
  const o = { metric: 'correlation', comparison: 'spearman', permutations: 199, seed: 3 } as const
  const { permutations } = await searchlightRsa(betas, n, madeModels(16, 1), o)
  const below = permutations!.p.data.filter((p) => p <= 0.1).length / 400
  expect(below).toBeGreaterThan(0.02)
  expect(below).toBeLessThan(0.25)
  for (const [k, p] of permutations!.p.data.entries())
    expect(permutations!.pCorrected.data[k]).toBeGreaterThanOrEqual(p)
  expect(Math.min(...permutations!.pCorrected.data)).toBeGreaterThan(0.005)
})
