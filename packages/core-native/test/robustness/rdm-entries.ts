import assert from 'node:assert/strict'
import fc from 'fast-check'
import { compareRdms, comparisons, noisePrecision, rdm, rdmMetrics } from '../../src/index.js'
import type { Float, Matrix, NoisePrecision, Rdm } from '../../src/index.js'
import { madeMatrix } from '../../src/testing/made-matrix.js'
import type { Entry } from './entry.js'
import { colCount, computeOptions, fill, floatType, planned, plannedOptions, recipes, rowCount } from './recipes.js'

const isLike = (result: Float, like: Matrix) => result[Symbol.toStringTag] === like.data[Symbol.toStringTag]

/** A precision of either form: positive definite. */
const madePrecision = (diagonal: boolean, channels: number) =>
  diagonal
    ? madeMatrix('float64', 1, channels, (v) => v * v).data
    : madeMatrix('float64', channels, channels, (_, i, j) => (i === j ? 2 : 1 / (2 * channels)))

const design = fc.record({ labels: fc.integer({ min: 1, max: 8 }), folds: fc.integer({ min: 1, max: 4 }) })

const rdmEntry: Entry = {
  name: 'rdm',
  call: rdm as Entry['call'],
  valid: recipes(
    fc.record({
      ...{ type: floatType, rows: rowCount, cols: colCount, fill, options: computeOptions },
      ...{ metric: fc.constantFrom(...rdmMetrics), design, diagonal: fc.boolean() },
    }),
    ({ metric, design: { labels, folds }, ...p }) => {
      const label = (of: number) => Int32Array.from({ length: p.rows }, (_, i) => (3 * i) % of)
      const cross = metric === 'crossnobis'
      const noisy = metric.includes('mahalanobis') || (cross && labels > 4)
      const options = {
        metric,
        ...((cross || labels > 2) && { conditions: label(labels) }),
        ...(cross && { folds: Array.from(label(folds)) }),
        ...(noisy && { precision: madePrecision(p.diagonal, p.cols) }),
      }
      return [planned(p.type, p), { ...plannedOptions(p.options), ...options }]
    },
  ),
  check: (result, [x]) => {
    const { values, n, metric, conditions } = result as Rdm
    assert(isLike(values, x as Matrix), 'the element type of the input')
    assert(values.length === (n * (n - 1)) / 2 && conditions.length === n, 'n conditions')
    assert(rdmMetrics.includes(metric), 'a metric')
  },
}

const noiseEntry: Entry = {
  name: 'noisePrecision',
  call: noisePrecision as Entry['call'],
  valid: recipes(
    fc.record({
      ...{ type: floatType, more: fc.nat(20), cols: colCount, options: computeOptions },
      ...{ shrinkage: fc.constantFrom('ledoit-wolf', 'diagonal', 'none'), runs: fc.nat(2) },
    }),
    (p) => {
      // More rows than channels, so that the covariance is not singular.
      const run = (k: number) => planned(p.type, { rows: p.cols + 3 + p.more + k, cols: p.cols, fill: 'normal' })
      const residuals = p.runs === 0 ? run(0) : Array.from({ length: p.runs }, (_, k) => run(k))
      return [residuals, { ...plannedOptions(p.options), shrinkage: p.shrinkage }]
    },
  ),
  check: (result) => {
    const { precision, covariance, shrinkage } = result as NoisePrecision
    assert(precision.data instanceof Float64Array && covariance.data instanceof Float64Array, 'float64')
    assert(precision.rows === precision.cols && precision.data.length === covariance.data.length, 'channels x channels')
    assert(shrinkage >= 0 && shrinkage <= 1, 'an intensity')
  },
}

const compareEntry: Entry = {
  name: 'compareRdms',
  call: compareRdms as Entry['call'],
  valid: recipes(
    fc.record({
      ...{ type: floatType, n: rowCount, m: rowCount, fill, options: computeOptions },
      ...{ comparison: fc.constantFrom(...comparisons), conditions: fc.integer({ min: 2, max: 13 }) },
    }),
    (p) => {
      const cols = (p.conditions * (p.conditions - 1)) / 2
      const sets = [p.n, p.m].map((rows) => planned(p.type, { rows, cols, fill: p.fill }))
      return [...sets, { ...plannedOptions(p.options), comparison: p.comparison }]
    },
  ),
  check: (result, [a, b]) => {
    const { data, rows, cols } = result as Matrix
    assert(rows === (a as Matrix).rows && cols === (b as Matrix).rows, 'as many as RDMs')
    assert(data instanceof Float64Array && data.length === rows * cols, 'float64')
    assert(
      data.every((r) => !(Math.abs(r) > 1)),
      'at most 1',
    )
  },
}

/** The functions of src/rdm. */
export const rdmEntries: readonly Entry[] = [rdmEntry, noiseEntry, compareEntry]
