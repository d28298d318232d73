import { CoreNativeError, invalid } from '../runtime/errors.js'
import { checkMatrix, type Matrix } from '../runtime/matrix.js'
import { foldPlaces, rowsAsConditions, type FoldPlaces } from './fold-places.js'
import { checkNeighbourhoods, type CheckedNeighbourhoods, type Neighbourhoods } from './neighbourhoods.js'
import { checkSearchlightMetric, type SearchlightMetric } from './searchlight-metric.js'

/** How the dissimilarity of two conditions in a neighbourhood is defined. */
export interface DissimilarityOptions {
  readonly metric: SearchlightMetric
  /** crossnobis: the condition of each row, a number; conditions are in ascending order in the RDM. */
  readonly conditions?: ArrayLike<number>
  /** crossnobis: the fold of each row (a run), a number. */
  readonly folds?: ArrayLike<number>
}

/** A searchlight's arguments, checked. */
export interface SearchlightProblem extends FoldPlaces {
  readonly betas: Matrix
  readonly neighbourhoods: CheckedNeighbourhoods
  readonly metric: SearchlightMetric
  readonly pairs: number
}

/** @throws CoreNativeError INVALID_ARGUMENT, INVALID_SHAPE */
export function checkSearchlight(betas: Matrix, n: Neighbourhoods, options: DissimilarityOptions): SearchlightProblem {
  const patterns = checkMatrix(betas, 'betas')
  const neighbourhoods = checkNeighbourhoods(n, patterns.cols, 'neighbourhoods')
  if (typeof options !== 'object' || options === null) throw invalid('an object', 'options', options)
  const { metric, conditions, folds } = options
  checkSearchlightMetric(metric)
  const design = checkDesign(metric, conditions, folds, patterns.rows)
  if (design.conditions < 2)
    throw new CoreNativeError(
      'INVALID_SHAPE',
      `Expected at least 2 conditions for betas but received ${design.conditions}`,
    )
  const pairs = (design.conditions * (design.conditions - 1)) / 2
  return { betas: patterns, neighbourhoods, metric, ...design, pairs }
}

function checkDesign(metric: SearchlightMetric, conditions: unknown, folds: unknown, rows: number): FoldPlaces {
  if (metric === 'crossnobis') return foldPlaces(conditions, folds, rows)
  for (const [name, value] of [
    ['conditions', conditions],
    ['folds', folds],
  ] as const)
    if (value !== undefined) throw invalid(`nothing, unless the metric is crossnobis,`, `options.${name}`, value)
  return rowsAsConditions(rows)
}

/** What every searchlight kernel reads. */
export function searchlightArgs(problem: SearchlightProblem): object {
  const { betas, neighbourhoods, metric, conditions, folds, places } = problem
  return {
    patterns: betas.data,
    float64: betas.data[Symbol.toStringTag] === 'Float64Array',
    rows: betas.rows,
    voxels: betas.cols,
    ...{ conditions, folds, places, metric: checkSearchlightMetric(metric) },
    centers: neighbourhoods.centers.length,
    offsets: neighbourhoods.offsets,
    indices: neighbourhoods.indices,
  }
}
