import { CoreNativeError, invalid } from '../runtime/errors.js'
import { allocate } from '../runtime/matrix.js'

/** Which rows are measurements of which condition, in which fold. */
export interface Design {
  /** Labels of the conditions, ascending. */
  readonly conditions: Float64Array
  /** Number of folds. */
  readonly folds: number
  /** Rows, those of one cell (condition after condition, fold after fold within) adjacent and in order. */
  readonly order: Int32Array
  /** Where each cell's rows begin in `order`: conditions x folds + 1. */
  readonly offsets: Int32Array
}

/**
 * The design of labels; without conditions each row is one, without folds there is one.
 * @throws CoreNativeError INVALID_ARGUMENT, INVALID_SHAPE, OUT_OF_MEMORY
 */
export function makeDesign(rows: number, conditions?: ArrayLike<number>, folds?: ArrayLike<number>): Design {
  const labels = conditions === undefined ? undefined : readLabels(conditions, rows, 'options.conditions')
  const runs = folds === undefined ? undefined : readLabels(folds, rows, 'options.folds')
  const [byLabel, byRun] = [labels && ascending(labels), runs && ascending(runs)]
  const count = byRun?.values.length ?? 1
  const cellOf = (row: number) => (byLabel?.index[row] ?? row) * count + (byRun?.index[row] ?? 0)
  const cells = (byLabel?.values.length ?? rows) * count
  return { conditions: byLabel?.values ?? everyRow(rows), folds: count, ...sortedByCell(rows, cells, cellOf) }
}

const everyRow = (rows: number) => allocate(Float64Array, rows, 'the conditions').map((_, row) => row)

function readLabels(value: ArrayLike<number>, rows: number, name: string): Float64Array {
  if (typeof value !== 'object' || value === null) throw invalid('an array of numbers', name, value)
  const { length } = value
  if (length !== rows)
    throw new CoreNativeError('INVALID_SHAPE', `Expected ${rows} labels for ${name} but received ${String(length)}`)
  const labels = allocate(Float64Array, rows, name)
  for (let row = 0; row < rows; row++) {
    const label: unknown = value[row]
    if (typeof label !== 'number' || Number.isNaN(label)) throw invalid('a number', `${name}[${row}]`, label)
    labels[row] = label
  }
  return labels
}

function ascending(labels: Float64Array): { values: Float64Array; index: Int32Array } {
  const values = Float64Array.from(new Set(labels)).sort()
  const places = new Map(Array.from(values, (label, place) => [label, place]))
  return { values, index: Int32Array.from(labels, (label) => places.get(label)!) }
}

function sortedByCell(rows: number, cells: number, cellOf: (row: number) => number) {
  const offsets = allocate(Int32Array, cells + 1, 'the conditions in each fold')
  const order = allocate(Int32Array, rows, 'the order of the rows')
  for (let row = 0; row < rows; row++) offsets[cellOf(row) + 1]!++
  for (let cell = 0; cell < cells; cell++) offsets[cell + 1]! += offsets[cell]!
  const next = offsets.slice()
  for (let row = 0; row < rows; row++) order[next[cellOf(row)]!++] = row
  return { order, offsets }
}
