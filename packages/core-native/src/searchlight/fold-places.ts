import { makeDesign, type Design } from '../rdm/design.js'
import { invalid } from '../runtime/errors.js'

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
 * Reads a condition and a fold for each row; conditions and folds are in ascending order in the result. A fold may lack a
 * condition.
 * @throws CoreNativeError INVALID_ARGUMENT (no labels, one that is no number, a condition twice in a fold, fewer than two
 *   folds), INVALID_SHAPE (not one label for each row)
 */
export function foldPlaces(conditions: unknown, folds: unknown, rows: number): FoldPlaces {
  for (const [name, labels] of [
    ['conditions', conditions],
    ['folds', folds],
  ] as const)
    if (labels === undefined) throw invalid('a number for each row', `options.${name}`, labels)
  const design = makeDesign(rows, conditions as ArrayLike<number>, folds as ArrayLike<number>)
  const count = design.conditions.length
  if (design.folds < 2) throw invalid('at least 2 different folds', 'options.folds', design.folds)
  const places = new Int32Array(design.folds * count).fill(-1)
  for (let condition = 0; condition < count; condition++)
    for (let fold = 0; fold < design.folds; fold++)
      places[fold * count + condition] = rowOf(design, condition * design.folds + fold)
  return { conditions: count, folds: design.folds, places }
}

function rowOf({ order, offsets }: Design, cell: number): number {
  const [from, to] = [offsets[cell]!, offsets[cell + 1]!]
  if (to - from > 1)
    throw invalid(
      'each condition once in a fold (average its rows first)',
      'options.conditions',
      `rows ${order[from]} and ${order[from + 1]} of one condition and fold`,
    )
  return to > from ? order[from]! : -1
}
