import type { MatValue } from '../matlab/mat-values.js'
import { base64Of } from './golden.js'
import type { ReadArray } from './probe.js'

/** A value of a MAT-file as the golden files hold it: data as base64 of their bytes. */
export function matPlain(value: MatValue): unknown {
  const { kind, shape } = value
  if (kind === 'char') return { kind, shape, rows: value.rows }
  if (kind === 'cell') return { kind, shape, cells: value.cells.map(matPlain) }
  if (kind === 'struct')
    return { kind, shape, fields: [...value.fields].map(([name, values]) => [name, values.map(matPlain)]) }
  if (kind === 'sparse') {
    const { rowIndices, columnStarts, data, imaginary } = value
    const parts = { rowIndices: [...rowIndices], columnStarts: [...columnStarts], data: [...data] }
    return { kind, class: value.class, shape, ...parts, ...(imaginary ? { imaginary: [...imaginary] } : {}) }
  }
  const { data, imaginary } = value
  return { kind, class: value.class, shape, data: base64Of(data), ...(imaginary ? { imaginary: base64Of(imaginary) } : {}) } // prettier-ignore
}

/** All arrays in values of a MAT-file, for `probe`; texts by their lengths. */
export function matArrays(values: Iterable<MatValue>): ReadArray[] {
  return [...values].flatMap((value): ReadArray[] => {
    if (value.kind === 'cell') return matArrays(value.cells)
    if (value.kind === 'struct') return [...value.fields.values()].flatMap(matArrays)
    if (value.kind === 'char')
      return value.rows.map((row) => ({ data: new Uint8Array(row.length), shape: [row.length] }))
    if (value.kind === 'sparse') return [{ data: value.data, shape: [value.data.length] }]
    const { data, imaginary, shape } = value
    return [{ data, shape }, ...(imaginary ? [{ data: imaginary, shape }] : [])]
  })
}
