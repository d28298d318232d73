import assert from 'node:assert/strict'
import fc from 'fast-check'
import { learnDictionary, sparseEncode, type IstaCodes, type LearnedDictionary, type Matrix } from '../../src/index.js'
import type { Entry } from './entry.js'
import { lassoCalls } from './lasso-calls.js'
import { colCount, computeOptions, fill, floatType, planned, plannedOptions, recipes, rowCount } from './recipes.js'

const constants = fc.record({
  stepSize: fc.constantFrom(0.01, 0.1, 5),
  threshold: fc.constantFrom(0, 0.001, 0.1),
  tolerance: fc.constantFrom(0.01, 1),
  // The reference takes as many norms by Jacobi's rotations.
  maxIterations: fc.integer({ min: 1, max: 12 }),
  centre: fc.constantFrom('none', 'grand-mean', undefined),
})
const atoms = fc.integer({ min: 1, max: 9 })
const plan = { type: floatType, cols: colCount, atoms, fill, constants, options: computeOptions }
const isDouble = (x: Matrix) => x.data[Symbol.toStringTag] === 'Float64Array'

const istaCalls: Pick<Entry, 'valid' | 'check'> = {
  valid: recipes(
    fc.record({
      ...{ ...plan, rows: rowCount },
      batchSize: fc.option(fc.integer({ min: 1, max: 50 }), { nil: undefined }),
      trace: fc.boolean(),
    }),
    ({ atoms, constants, batchSize, trace, ...p }) => [
      planned(p.type, p),
      planned(p.type, { rows: p.cols, cols: atoms, fill: p.fill }),
      { ...plannedOptions(p.options), method: 'ista', ...constants, batchSize, trace },
    ],
  ),
  check: (result, args) => {
    const [x, dictionary] = args as [Matrix, Matrix]
    const { codes, errors, finalErrors, iterations, ratios, status, traces } = result as IstaCodes
    assert(codes.data instanceof (isDouble(x) ? Float64Array : Float32Array), 'the element type of the samples')
    assert(codes.rows === x.rows && codes.cols === dictionary.cols, 'samples x atoms')
    assert(codes.data.length === codes.rows * codes.cols, 'as many codes')
    assert(errors.length === x.rows && finalErrors.length === x.rows, 'an error for each sample')
    assert(ratios.length === iterations.length && status.length === iterations.length, 'one of each for each batch')
    assert(!traces || traces.every((trace, b) => trace.length === iterations[b]), 'a ratio for each iteration')
  },
}

/** The entries of src/sparse-coding. */
export const sparseCodingEntries: readonly Entry[] = [
  {
    name: 'sparseEncode',
    call: sparseEncode as Entry['call'],
    valid: fc.oneof(istaCalls.valid, lassoCalls.valid),
    check: (result, args) => {
      const { method } = args[2] as { method: string }
      ;(method === 'ista' ? istaCalls : lassoCalls).check(result, args)
    },
  },
  {
    name: 'learnDictionary',
    call: learnDictionary as Entry['call'],
    valid: recipes(
      fc.record({
        ...{ ...plan, rows: fc.integer({ min: 1, max: 6 }), draws: fc.array(fc.nat(5), { maxLength: 4 }) },
        ...{ batchSize: fc.integer({ min: 1, max: 4 }), learningRate: fc.constantFrom(0.01, 1e3) },
      }),
      ({ atoms, constants, draws, batchSize, learningRate, ...p }) => [
        planned(p.type, p),
        planned(p.type, { rows: p.cols, cols: atoms, fill: p.fill }),
        {
          ...{ ...plannedOptions(p.options), ...constants, batchSize, learningRate },
          batches: Int32Array.from(draws.flatMap((row) => Array.from({ length: batchSize }, () => row % p.rows))),
        },
      ],
    ),
    check: (result, args) => {
      const [x, start, { batches, batchSize }] = args as [Matrix, Matrix, { batches: Int32Array; batchSize: number }]
      const { dictionary, errors, iterations, ratios, status } = result as LearnedDictionary
      assert(dictionary.data instanceof (isDouble(x) ? Float64Array : Float32Array), 'the element type of the samples')
      assert(dictionary.data.length === start.rows * start.cols, 'the shape of the dictionary')
      const count = batches.length / batchSize
      for (const each of [errors, iterations, ratios, status]) assert(each.length === count, 'one for each batch')
    },
  },
]
