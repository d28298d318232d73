import assert from 'node:assert/strict'
import fc from 'fast-check'
import {
  searchlightRdms,
  searchlightRsa,
  type Matrix,
  type Neighbourhoods,
  type SearchlightRsa,
} from '../../src/index.js'
import { madeMatrix } from '../../src/testing/made-matrix.js'
import { madeNeighbourhoods } from '../../src/testing/made-neighbourhoods.js'
import type { Entry } from './entry.js'
import { colCount, computeOptions, fill, floatType, planned, plannedOptions, recipes } from './recipes.js'

const problem = {
  ...{ type: floatType, conditions: fc.integer({ min: 2, max: 7 }), cols: colCount, fill, options: computeOptions },
  sizes: fc.array(fc.nat(12), { maxLength: 60 }),
  metric: fc.constantFrom('correlation', 'euclidean', 'sqeuclidean', 'cosine', 'crossnobis'),
}
type Plan = { [K in keyof typeof problem]: (typeof problem)[K] extends fc.Arbitrary<infer T> ? T : never }

function problemArguments({ conditions, sizes, metric, options, ...p }: Plan) {
  const folded = metric === 'crossnobis'
  const rows = folded ? 2 * conditions : conditions
  const labels = Array.from({ length: rows }, (_, row) => row)
  return {
    betas: planned(p.type, { ...p, rows }),
    neighbourhoods: madeNeighbourhoods(
      p.cols,
      sizes.map((size) => Math.min(size, p.cols)),
    ),
    options: {
      ...{ ...plannedOptions(options), metric },
      ...(folded && {
        conditions: labels.map((row) => row % conditions),
        folds: labels.map((row) => Number(row < conditions)),
      }),
    },
  }
}

const centersOf = (n: unknown) => (n as Neighbourhoods).centers.length

/** Of the functions of src/searchlight that take neighbourhoods. */
export const searchlightEntries: readonly Entry[] = [
  {
    name: 'searchlightRdms',
    call: searchlightRdms as Entry['call'],
    valid: recipes(fc.record(problem), (plan) => {
      const { betas, neighbourhoods, options } = problemArguments(plan)
      return [betas, neighbourhoods, options]
    }),
    check: (result, [betas, neighbourhoods]) => {
      const { data, rows, cols } = result as Matrix
      const isDouble = (betas as Matrix).data[Symbol.toStringTag] === 'Float64Array'
      assert(data instanceof (isDouble ? Float64Array : Float32Array), 'the element type of the betas')
      assert(rows === centersOf(neighbourhoods) && data.length === rows * cols, 'centres x pairs')
    },
  },
  {
    name: 'searchlightRsa',
    call: searchlightRsa as Entry['call'],
    valid: recipes(
      fc.record({
        ...problem,
        models: fc.nat(9),
        comparison: fc.constantFrom('pearson', 'spearman', 'cosine', 'tau-a', 'nnls'),
        permutations: fc.option(fc.integer({ min: 1, max: 20 }), { nil: undefined }),
      }),
      ({ models, comparison, permutations, ...plan }) => {
        const { betas, neighbourhoods, options } = problemArguments(plan)
        const drawn = permutations !== undefined && comparison !== 'nnls' && comparison !== 'tau-a'
        const count = Math.min(models, comparison === 'nnls' ? 4 : 9)
        return [
          betas,
          neighbourhoods,
          madeMatrix('float64', count, (plan.conditions * (plan.conditions - 1)) / 2),
          { ...options, comparison, ...(drawn && { permutations, seed: 3 }) },
        ]
      },
    ),
    check: (result, [, neighbourhoods, models]) => {
      const { values, best } = result as SearchlightRsa
      const centers = centersOf(neighbourhoods)
      assert(values.data instanceof Float64Array && values.data.length === centers * (models as Matrix).rows)
      assert(best instanceof Int32Array && best.length === centers, 'one best for each centre')
    },
  },
]
