import assert from 'node:assert/strict'
import fc from 'fast-check'
import type { Lasso, Matrix } from '../../src/index.js'
import type { Entry } from './entry.js'
import { colCount, computeOptions, fill, floatType, planned, plannedOptions, recipes, rowCount } from './recipes.js'

/** `sparseEncode` by the methods that reach the LASSO's optimum. */
export const lassoCalls: Pick<Entry, 'valid' | 'check'> = {
  valid: recipes(
    fc.record({
      ...{ type: floatType, rows: rowCount, cols: colCount, fill, options: computeOptions },
      ...{ dictionaryType: floatType, atoms: fc.integer({ min: 1, max: 20 }), dictionaryFill: fill },
      solver: fc.record(
        {
          ...{ method: fc.constantFrom('fista', 'coordinate-descent'), alpha: fc.constantFrom(1e-3, 0.1, 1, 1e300) },
          ...{ tolerance: fc.constantFrom(0, 1e-4, 1), centre: fc.constantFrom('none', 'grand-mean', undefined) },
          maxIterations: fc.integer({ min: 1, max: 40 }),
        },
        { requiredKeys: ['method', 'alpha', 'maxIterations'] },
      ),
    }),
    ({ atoms, dictionaryType, dictionaryFill, solver, ...p }) => [
      planned(p.type, p),
      planned(dictionaryType, { rows: p.cols, cols: atoms, fill: dictionaryFill }),
      { ...plannedOptions(p.options), ...solver },
    ],
  ),
  check: (result, args) => {
    const [x, { cols }] = args as [Matrix, Matrix]
    const { codes, errors, gaps, iterations, converged } = result as Lasso
    assert(codes.data[Symbol.toStringTag] === x.data[Symbol.toStringTag], 'the element type of the samples')
    assert(codes.rows === x.rows && codes.cols === cols && codes.data.length === x.rows * cols, 'samples x atoms')
    assert(iterations instanceof Int32Array && converged instanceof Uint8Array, 'counts and flags')
    for (const each of [errors, gaps, iterations, converged]) assert(each.length === x.rows, 'one for each sample')
    assert(
      gaps.every((gap, i) => gap >= 0 || (Number.isNaN(gap) && !converged[i])),
      'a gap, or none',
    )
  },
}
