import { describe, expect, test } from 'vitest'
import { fakeStream, madeMatrix, onDisk } from '../../test/made-features.js'
import { naiveCoder } from '../../test/naive-coder.js'
import { params } from '../params.js'
import { convergenceReport, convergenceWarnings } from './convergence.js'
import { reconstructionErrors, type ReconstructionOptions } from './reconstruction-errors.js'
import { scaleFeatures } from './scale-features.js'
import { sampleUnits } from './sample-units.js'
import { seedAgreement } from './seed-agreement.js'
import type { BatchStatus, SparseCoder } from './sparse-coder.js'

const [targets, fillers] = [madeMatrix(9, 40, 1), madeMatrix(15, 40, 2)]
const coding = { units: 12, atoms: 4, batches: 6, batchSize: 8 }
const options = (seed: number): ReconstructionOptions => ({
  stream: fakeStream(seed).stream,
  coder: naiveCoder,
  coding,
})

/** The coder, and what it was called with. */
function watched(coder: SparseCoder = naiveCoder) {
  const calls: { name: string; args: unknown[] }[] = []
  const watch = (name: keyof SparseCoder) => (...args: unknown[]) => {
    calls.push({ name, args })
    return (coder[name] as (...a: unknown[]) => unknown)(...args)
  } // prettier-ignore
  const spied = { sparseEncode: watch('sparseEncode'), learnDictionary: watch('learnDictionary') }
  return { calls, coder: spied as unknown as SparseCoder }
}

describe('the published procedure', () => {
  test('draws units, then the start, then each batch', async () => {
    const { stream, asked } = fakeStream(3)
    await reconstructionErrors(targets, fillers, { ...options(3), stream })
    expect(asked).toEqual(['choice(40, 12, false)', 'normals(48)', ...Array<string>(6).fill('choice(24, 8, true)')])
  })

  test('learns on scaled targets and fillers, then encodes all of them as one batch', async () => {
    const { calls, coder } = watched()
    const found = await reconstructionErrors(targets, fillers, { ...options(3), coder })
    const again = fakeStream(3).stream
    const units = Int32Array.from(again.choice(40, 12, { replace: false }))
    const { features, scale } = scaleFeatures(await sampleUnits([targets, fillers], units))
    const start = Float32Array.from(again.standardNormals(48), (z) => Math.fround(z) * Math.fround(Math.sqrt(1 / 4)))
    const batches = Array.from({ length: 6 }, () => Array.from(again.choice(24, 8, { replace: true })))
    const steps = { stepSize: 0.01, threshold: 0.001, tolerance: 0.01, maxIterations: 999, centre: 'grand-mean' }
    expect(calls[0]!.args).toEqual([
      ...[features, { data: start, rows: 12, cols: 4 }],
      { ...steps, learningRate: 0.01, batchSize: 8, batches: Int32Array.from(batches.flat()) },
    ])
    expect(calls[1]!.args).toEqual([features, found.dictionary, { ...steps, method: 'ista' }])
    expect(calls).toHaveLength(2)
    expect(found).toMatchObject({ units, scale, warnings: [], coding: { ...params.sparseCoding, ...coding } })
    expect(found.errors).toHaveLength(9)
    expect(found.training.curve).toHaveLength(6)
    const encoded = await naiveCoder.sparseEncode(features, found.dictionary, { ...steps, method: 'ista' } as never)
    expect(found.errors).toEqual((encoded as { errors: Float64Array }).errors.slice(0, 9))
    expect([found.test.batches, found.training.convergence.counts]).toEqual(
      [1, { converged: 6, 'iteration-limit': 0, 'converged-at-start': 0, diverged: 0 }], // prettier-ignore
    )
  })

  test('without changes it is the published run', async () => {
    const { calls, coder } = watched({
      ...naiveCoder,
      learnDictionary: () => Promise.reject(new Error('enough')),
    } as SparseCoder)
    const [x, y] = [madeMatrix(3, 1000, 1), madeMatrix(5, 1000, 2)]
    await expect(reconstructionErrors(x, y, { stream: fakeStream(1).stream, coder })).rejects.toThrow('enough')
    const [features, start, given] = calls[0]!.args as [{ cols: number }, object, { batches: Int32Array }]
    expect([features.cols, start, given.batches.length]).toMatchObject([1000, { rows: 1000, cols: 500 }, 250_000])
    expect(given).toMatchObject({ batchSize: 250, learningRate: 0.01, maxIterations: 999 })
  })

  test('from disk the same, with progress to 1', async () => {
    const expected = await reconstructionErrors(targets, fillers, options(4))
    const fractions: number[] = []
    const onProgress = (fraction: number) => fractions.push(fraction)
    const files = [await onDisk(targets), await onDisk(fillers)] as const
    const found = await reconstructionErrors(...files, { ...options(4), maxMemory: 1000, onProgress })
    expect(found).toEqual(expected)
    expect(fractions).toEqual(fractions.slice().sort((a, b) => a - b))
    expect(fractions.at(-1)).toBeGreaterThan(0.8)
  })

  test('core-native gives what the naive coder gives', async () => {
    const [x, y] = [madeMatrix(9, 40, 1, 'float64'), madeMatrix(15, 40, 2, 'float64')]
    const { coder, ...own } = options(7)
    const [ours, naive] = [await reconstructionErrors(x, y, { ...own, stream: fakeStream(7).stream }), await reconstructionErrors(x, y, { ...own, coder: coder! })] // prettier-ignore
    expect(ours.training.convergence).toEqual(naive.training.convergence)
    const pairs = [...ours.errors, ...ours.training.curve].map((v, k) => [
      v,
      [...naive.errors, ...naive.training.curve][k]!,
    ])
    // Sums in another order, over some 1000 updates.
    for (const [a, b] of pairs) expect(Math.abs(a! - b!)).toBeLessThan(1e-9 * b!)
  })

  test('float64 features stay float64', async () => {
    const { calls, coder } = watched()
    await reconstructionErrors(madeMatrix(4, 20, 1, 'float64'), madeMatrix(9, 20, 2, 'float64'), {
      ...options(1),
      coder,
    })
    const [features, start] = calls[0]!.args as { data: unknown }[]
    expect([features!.data, start!.data]).toEqual([expect.any(Float64Array), expect.any(Float64Array)])
  })
})

describe('the lasso', () => {
  test('is asked for by name, solves with the same dictionary, and errs less', async () => {
    const { calls, coder } = watched()
    const found = await reconstructionErrors(targets, fillers, {
      ...options(5),
      coder,
      estimators: ['published', 'lasso'],
    })
    expect(calls[2]!.args[1]).toBe(found.dictionary)
    expect(calls[2]!.args[2]).toEqual({ method: 'coordinate-descent', alpha: 0.1, centre: 'grand-mean' })
    const { errors, alpha, agreement, notConverged } = found.lasso!
    expect([notConverged, found.warnings]).toEqual([0, []])
    expect(alpha).toBe(0.1)
    expect(errors).toHaveLength(9)
    expect(agreement.ratio).toBeLessThan(1)
    expect(agreement.pearson).toBeGreaterThan(0.8)
    expect((await reconstructionErrors(targets, fillers, options(5))).errors).toEqual(found.errors)
  })
})

test('a lasso that does not converge is counted and said', async () => {
  const coder = {
    ...naiveCoder,
    sparseEncode: async (...args: Parameters<SparseCoder['sparseEncode']>) => ({
      ...(await naiveCoder.sparseEncode(...args)),
      converged: Uint8Array.from({ length: 24 }, (_, i) => Number(i % 6 > 0)),
    }),
  } as unknown as SparseCoder
  const found = await reconstructionErrors(targets, fillers, { ...options(5), coder, estimators: ['lasso'] })
  expect([found.lasso!.notConverged, found.warnings]).toEqual([4, ['The lasso of 4 images did not converge.']])
})

describe('what did not converge', () => {
  const ended = (...status: BatchStatus[]) => ({
    status,
    iterations: Int32Array.from(status, (_, k) => 5 * k + 1),
    ratios: new Float64Array(status.length),
  })
  test('is counted, by batch', () => {
    const status = ['converged', 'iteration-limit', 'converged-at-start', 'diverged'] as const
    expect(convergenceReport(ended(...status))).toEqual({
      ...{ batches: 4, notConverged: [1, 3], convergedAtStart: [2], iterations: { median: 6, most: 16 } },
      counts: { converged: 1, 'iteration-limit': 1, 'converged-at-start': 1, diverged: 1 },
    })
  })
  test.each([
    ['converged', undefined, undefined],
    ['iteration-limit', /^1 of 1 training batches did not converge/, /^The test did not converge/],
    ['diverged', /^1 of 1 training batches did not converge/, /^The test diverged/],
    ['converged-at-start', /^1 of 1 training batches stopped at/, /^The test stopped at/],
  ] as const)('is said in the result, for training and test, and nothing else is: %s', (status, training, testing) => {
    const [good, other] = [convergenceReport(ended('converged')), convergenceReport(ended(status))]
    expect(convergenceWarnings(other, good)).toEqual(training ? [expect.stringMatching(training)] : [])
    expect(convergenceWarnings(good, other)).toEqual(testing ? [expect.stringMatching(testing)] : [])
  })
  test('comes through: a threshold above every gradient, and too few iterations', async () => {
    const run = (changes: object) =>
      reconstructionErrors(targets, fillers, { ...options(6), coding: { ...coding, ...changes } })
    const silent = await run({ threshold: 1e3 })
    expect(silent.training.convergence.convergedAtStart).toEqual([0, 1, 2, 3, 4, 5])
    expect(silent.warnings).toHaveLength(2)
    const short = await run({ maxIterations: 3 })
    expect(short.training.convergence.notConverged).toEqual([0, 1, 2, 3, 4, 5])
    expect(short.warnings).toHaveLength(2)
  })
})

test('several seeds: the correlations of their errors', async () => {
  const all = await seedAgreement(targets, fillers, {
    ...{ coder: naiveCoder, coding, seeds: [0, 1, 2], streamOf: (seed: number) => fakeStream(seed).stream },
  })
  const { errors } = await reconstructionErrors(targets, fillers, options(2))
  expect(all.runs[2]!.errors).toEqual(errors)
  expect(all.correlations.map((row, i) => row[i])).toEqual([1, 1, 1])
  expect(all.correlations[0]![1]).toBe(all.correlations[1]![0])
  expect(all.least).toBe(Math.min(...all.correlations.flat()))
  expect(all.runs[0]!.units).not.toEqual(all.runs[1]!.units)
})
