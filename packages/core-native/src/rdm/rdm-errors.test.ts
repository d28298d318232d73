import { describe, expect, test } from 'vitest'
import { madeMatrix } from '../testing/made-matrix.js'
import { rdm } from './index.js'

describe('bad input gets one clear error', () => {
  const x = madeMatrix('float32', 4, 2)
  const precision = madeMatrix('float64', 2, 2, (_, i, j) => Number(i === j))
  const with2 = (values: number[]) => ({ ...precision, data: Float64Array.from(values) })
  const bad = rdm as (...args: unknown[]) => Promise<unknown>
  const conditions = [0, 1, 0, 1]
  test.each([
    [
      [null, { metric: 'cosine' }],
      'INVALID_ARGUMENT',
      'Expected a matrix {data, rows, cols} for patterns but received null',
    ],
    [[x], 'INVALID_ARGUMENT', 'Expected an object for options but received undefined'],
    [
      [x, { metric: 'crossvalidated' }],
      'INVALID_ARGUMENT',
      /^Expected one of euclidean, .*, crossnobis for options.metric but received crossvalidated of type string$/,
    ],
    [
      [x, { metric: 'cosine', conditions: [1, 2] }],
      'INVALID_SHAPE',
      'Expected 4 labels for options.conditions but received 2',
    ],
    [
      [x, { metric: 'cosine', conditions: 'abcd' }],
      'INVALID_ARGUMENT',
      'Expected an array of numbers for options.conditions but received abcd of type string',
    ],
    [
      [x, { metric: 'cosine', conditions: [1, 2, NaN, 3] }],
      'INVALID_ARGUMENT',
      'Expected a number for options.conditions[2] but received NaN of type number',
    ],
    [
      [x, { metric: 'cosine', folds: conditions }],
      'INVALID_ARGUMENT',
      'Expected no value (metric cosine) for options.folds but received an object of type Array',
    ],
    [
      [x, { metric: 'euclidean', precision }],
      'INVALID_ARGUMENT',
      /^Expected no value \(metric euclidean\) for options.precision/,
    ],
    [
      [x, { metric: 'mahalanobis' }],
      'INVALID_ARGUMENT',
      'Expected a value (metric mahalanobis) for options.precision but received undefined',
    ],
    [
      [x, { metric: 'crossnobis', conditions }],
      'INVALID_ARGUMENT',
      'Expected a value (metric crossnobis) for options.folds but received undefined',
    ],
    [
      [x, { metric: 'crossnobis', folds: conditions }],
      'INVALID_ARGUMENT',
      'Expected a value (metric crossnobis) for options.conditions but received undefined',
    ],
    [
      [x, { metric: 'mahalanobis', precision: x }],
      'INVALID_SHAPE',
      'Expected 2 x 2 values for options.precision but received 4 x 2',
    ],
    [
      [x, { metric: 'mahalanobis', precision: with2([1, 2, 2, 1]) }],
      'INVALID_ARGUMENT',
      'Expected a positive definite matrix for options.precision but received one whose pivot 1 is not above 0',
    ],
    [
      [x, { metric: 'mahalanobis', precision: with2([1, 0, 0.5, 1]) }],
      'INVALID_ARGUMENT',
      'Expected entry (1, 0) that is equal, 0, for options.precision but received 0.5 of type number',
    ],
    [[x, { metric: 'mahalanobis', precision: with2([1, NaN, NaN, 1]) }], 'INVALID_ARGUMENT', /NaN/],
    [
      [x, { metric: 'mahalanobis', precision: Float64Array.of(1) }],
      'INVALID_SHAPE',
      'Expected 2 values for options.precision but received 1',
    ],
    [
      [x, { metric: 'mahalanobis', precision: Float64Array.of(1, -1) }],
      'INVALID_ARGUMENT',
      'Expected a finite number of at least 0 for options.precision[1] but received -1 of type number',
    ],
    [[x, { metric: 'mahalanobis', precision, threads: 1.5 }], 'INVALID_ARGUMENT', /options.threads/],
  ])('%#', async (args, code, message) => {
    await expect(bad(...args)).rejects.toMatchObject({
      name: 'CoreNativeError',
      code,
      message: message instanceof RegExp ? expect.stringMatching(message) : message,
    })
  })
})
