import { CoreNativeError, invalid } from '../runtime/errors.js'

/** Which row holds which condition in which fold. */
export interface FoldPlaces {
  readonly conditions: number
  readonly folds: number
  /** folds x conditions: the row, or -1 where the fold lacks the condition. */
  readonly places: Int32Array
}

/** Every row is a condition of its own, in one fold. */
export function rowsAsConditions(rows: number): FoldPlaces {
  return { conditions: rows, folds: 1, places: Int32Array.from({ length: rows }, (_, row) => row) }
}

/**
 * Reads a condition and a fold for each row; both are numbers, in ascending order in the result. A fold may lack a
 * condition.
 * @throws CoreNativeError INVALID_ARGUMENT (no labels, a label that is no finite number, a condition twice in a fold, fewer
 *   than two folds), INVALID_SHAPE (not one label for each row)
 */
export function foldPlaces(conditions: unknown, folds: unknown, rows: number): FoldPlaces {
  const condition = codes(conditions, rows, 'options.conditions')
  const fold = codes(folds, rows, 'options.folds')
  if (fold.count < 2) throw invalid('at least 2 different folds', 'options.folds', fold.count)
  const places = new Int32Array(fold.count * condition.count).fill(-1)
  for (let row = 0; row < rows; row++) {
    const place = fold.code[row]! * condition.count + condition.code[row]!
    if (places[place]! >= 0)
      throw invalid(
        'each condition once in a fold (average its rows first)',
        'options.conditions',
        `row ${row}, the condition and fold of row ${places[place]}`,
      )
    places[place] = row
  }
  return { conditions: condition.count, folds: fold.count, places }
}

function codes(labels: unknown, rows: number, name: string): { readonly code: Int32Array; readonly count: number } {
  if (typeof labels !== 'object' || labels === null) throw invalid('a number for each row', name, labels)
  const given = Array.from(labels as ArrayLike<unknown>)
  if (given.length !== rows)
    throw new CoreNativeError(
      'INVALID_SHAPE',
      `Expected ${rows} labels, one for each row, for ${name} but received ${given.length}`,
    )
  const wrong = given.findIndex((label) => !Number.isFinite(label))
  if (wrong >= 0) throw invalid('a finite number', `${name}[${wrong}]`, given[wrong])
  const values = [...new Set(given as number[])].sort((a, b) => a - b)
  const index = new Map(values.map((value, k) => [value, k]))
  return { code: Int32Array.from(given as number[], (label) => index.get(label)!), count: values.length }
}
