import assert from 'node:assert/strict'
import fc from 'fast-check'
import { cdist, metrics, nearestNeighbors, pdist, type Matrix, type NearestNeighbors } from '../../src/index.js'
import type { Entry } from './entry.js'
import { colCount, computeOptions, fill, floatType, planned, plannedOptions, recipes, rowCount } from './recipes.js'

const metric = fc.constantFrom(...metrics)

const sameFloat = (result: unknown, like: Matrix, length: number) => {
  const isDouble = like.data[Symbol.toStringTag] === 'Float64Array'
  assert(result instanceof (isDouble ? Float64Array : Float32Array), 'the element type of the input')
  assert(result.length === length, `${length} values`)
}

/** Distances and neighbours. */
export const distanceEntries: readonly Entry[] = [
  {
    name: 'pdist',
    call: pdist as Entry['call'],
    valid: recipes(
      fc.record({ type: floatType, rows: rowCount, cols: colCount, fill, metric, options: computeOptions }),
      (p) => [planned(p.type, p), p.metric, plannedOptions(p.options)],
    ),
    check: (result, [x]) => {
      const { rows } = x as Matrix
      sameFloat(result, x as Matrix, (rows * (rows - 1)) / 2)
    },
  },
  {
    name: 'cdist',
    call: cdist as Entry['call'],
    valid: recipes(
      fc.record({ type: floatType, n: rowCount, m: rowCount, cols: colCount, fill, metric, options: computeOptions }),
      (p) => [
        planned(p.type, { ...p, rows: p.n }),
        planned(p.type, { ...p, rows: p.m }),
        p.metric,
        plannedOptions(p.options),
      ],
    ),
    check: (result, [x, y]) => {
      const { data, rows, cols } = result as Matrix
      assert(rows === (x as Matrix).rows && cols === (y as Matrix).rows, 'n x m')
      sameFloat(data, x as Matrix, rows * cols)
    },
  },
  {
    name: 'nearestNeighbors',
    call: nearestNeighbors as Entry['call'],
    valid: recipes(
      fc.record({
        ...{ type: floatType, n: rowCount, m: rowCount, cols: colCount, fill, options: computeOptions },
        search: fc.record({ k: fc.nat(80), metric, exclude: fc.constantFrom('self', 'zero', undefined) }),
      }),
      ({ search: { k, metric, exclude }, ...p }) => {
        const m = p.m + 2
        const n = exclude === 'self' ? Math.min(p.n, m) : p.n
        const search = { k: 1 + (k % (m - 1)), metric, ...(exclude && { exclude }) }
        const [queries, base] = [n, m].map((rows) => planned(p.type, { ...p, rows }))
        return [queries, base, { ...plannedOptions(p.options), ...search }]
      },
    ),
    check: (result, [queries, , options]) => {
      const { indices, distances } = result as NearestNeighbors
      const length = (queries as Matrix).rows * (options as { k: number }).k
      assert(indices instanceof Int32Array && indices.length === length, 'm x k indices')
      assert(distances instanceof Float64Array && distances.length === length, 'm x k distances')
    },
  },
]
