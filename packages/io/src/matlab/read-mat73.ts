import { elementCount } from '../element-count.js'
import type { NpyData } from '../elements.js'
import { formatError, formatLabel, quote, requireBytes, requireLimit, shapeText } from '../format-error.js'
import type { Hdf5Dataset, Hdf5Group, Hdf5Node } from '../hdf5/hdf5-tree.js'
import { readHdf5 } from '../hdf5/read-hdf5.js'
import { charRows, listToCOrder, toCOrder } from './mat-order.js'
import type { MatNumericClass, MatSparse, MatStruct, MatValue, ReadMatOptions } from './mat-values.js'

/** Options of the readers of MAT-files that may be HDF5. */
export interface ReadMat73Options extends ReadMatOptions {
  /** how long HDF5 may take; default 120 */
  readonly maxSeconds?: number
}

interface Context {
  readonly file: Hdf5Group
  readonly label: string
  /** cells and fields that are being read, on the way to where we are */
  readonly path: Set<Hdf5Node>
  values: number
  readonly maxValues: number
}

const classes: ReadonlyMap<string, [string, MatNumericClass]> = new Map([
  ['double', ['Float64Array', 'double']],
  ['single', ['Float32Array', 'single']],
  ['int8', ['Int8Array', 'int8']],
  ['uint8', ['Uint8Array', 'uint8']],
  ['int16', ['Int16Array', 'int16']],
  ['uint16', ['Uint16Array', 'uint16']],
  ['int32', ['Int32Array', 'int32']],
  ['uint32', ['Uint32Array', 'uint32']],
  ['int64', ['BigInt64Array', 'int64']],
  ['uint64', ['BigUint64Array', 'uint64']],
  ['logical', ['Uint8Array', 'logical']],
])
const ATTRIBUTES = ['MATLAB_class', 'MATLAB_empty', 'MATLAB_sparse']
const REFS = '#refs#'
const SUBSYSTEM = '#subsystem#'
const MAX_DEPTH = 200

/**
 * Reads a MAT-file of version 7.3, which is HDF5 behind a user block of 512 bytes: the same values as `readMat5` gives.
 * HDF5 lists the axes of a column-major array in reverse: `shape` is MATLAB's, `data` are put in C order of that shape.
 * The fields of a struct come in HDF5's order, by name. Runs in a worker thread; bytes behind the end that HDF5 states pass.
 * Source: MathWorks describes no format; the attributes `MATLAB_class`, `MATLAB_empty` and `MATLAB_sparse` and references
 * into `#refs#` are what its files have.
 * @throws FormatError `INVALID_FORMAT` for what HDF5 refuses, references that lead nowhere or in a circle, contents that do
 *   not fit their class; `UNSUPPORTED_FORMAT` for objects, function handles and datasets without a class of MATLAB;
 *   `LIMIT_EXCEEDED` as the options say
 * @throws TypeError when `bytes` is no Uint8Array or a limit no number >= 0
 */
export async function readMat73(bytes: Uint8Array, options: ReadMat73Options = {}): Promise<Map<string, MatValue>> {
  const { name, maxExpansion = 128, maxSeconds = 120, variables } = options
  requireBytes(bytes)
  requireLimit('maxExpansion', maxExpansion)
  requireLimit('maxSeconds', maxSeconds)
  const label = formatLabel('mat', name)
  const top = variables && [...variables, REFS]
  const file = await readHdf5(bytes, { label, attributes: ATTRIBUTES, top, maxExpansion, maxSeconds })
  const context = { file, label, path: new Set<Hdf5Node>(), values: 0, maxValues: bytes.length }
  const own = [...file.children].filter(([child]) => child !== REFS && child !== SUBSYSTEM)
  return new Map(own.map(([variable, node]) => [variable, valueOf(node, variable, context)]))
}

function valueOf(node: Hdf5Node, name: string, context: Context): MatValue {
  const { label, path } = context
  if (path.has(node)) throw formatError('INVALID_FORMAT', label, `an end of ${quote(name)}`, 'a circle of references')
  if (path.size > MAX_DEPTH || ++context.values > context.maxValues)
    throw formatError('LIMIT_EXCEEDED', label, `${MAX_DEPTH} levels and as many arrays as bytes at most`, 'more')
  path.add(node)
  const value =
    node.kind === 'group'
      ? groupOf(node, name, context)
      : node.kind === 'dataset'
        ? arrayOf(node, name, context)
        : undefined
  path.delete(node)
  if (value) return value
  throw formatError(
    'UNSUPPORTED_FORMAT',
    label,
    `an array as ${quote(name)}`,
    node.kind === 'other' ? node.what : node.kind,
  )
}

/** A group is one struct, or a sparse matrix. */
function groupOf(group: Hdf5Group, name: string, context: Context): MatStruct | MatSparse {
  if (group.attributes.has('MATLAB_sparse')) return sparseOf(group, name, context)
  const columns = [...group.children].map(([field, node]) => [field, node] as const)
  const lists = columns.map(([, node]) => elementsOf(node))
  // The fields of a struct array hold references to their values; those of a single struct are the values.
  const shape = lists[0] && lists.every((list) => list) ? matlabShape((columns[0]![1] as Hdf5Dataset).shape) : undefined
  if (!shape) {
    const fields = columns.map(([field, node]) => [field, [valueOf(node, `${name}.${field}`, context)]] as const)
    return { kind: 'struct', shape: [1, 1], fields: new Map(fields) }
  }
  const fields = columns.map(([field], k) => {
    const list = lists[k]!
    if (list.length !== elementCount(shape))
      throw formatError(
        'INVALID_FORMAT',
        context.label,
        `${elementCount(shape)} values of ${quote(`${name}.${field}`)}`,
        `${list.length}`,
      )
    return [
      field,
      listToCOrder(
        list.map((path) => referred(path, `${name}.${field}`, context)),
        shape,
      ),
    ] as const
  })
  return { kind: 'struct', shape, fields: new Map(fields) }
}

/** References of a dataset that is no cell array: the values of a field. */
function elementsOf(node: Hdf5Node): readonly (string | null)[] | undefined {
  if (node.kind !== 'dataset' || node.attributes.has('MATLAB_class')) return undefined
  return node.content.kind === 'references' ? node.content.data : undefined
}

function referred(path: string | null, name: string, context: Context): MatValue {
  let node: Hdf5Node | undefined = path === null ? undefined : context.file
  for (const part of path?.split('/').filter(Boolean) ?? [])
    node = node?.kind === 'group' ? node.children.get(part) : undefined
  if (!node)
    throw formatError('INVALID_FORMAT', context.label, `an array that ${quote(name)} refers to`, path ?? 'none')
  return valueOf(node, name, context)
}

function arrayOf(dataset: Hdf5Dataset, name: string, context: Context): MatValue {
  const { attributes, content } = dataset
  const invalid = (expected: string, received: string) =>
    formatError('INVALID_FORMAT', context.label, expected, received)
  const kind = attributes.get('MATLAB_class')
  if (typeof kind !== 'string')
    throw formatError('UNSUPPORTED_FORMAT', context.label, `the attribute MATLAB_class of ${quote(name)}`, 'none')
  if (Number(first(attributes.get('MATLAB_empty')) ?? 0) !== 0) return emptyOf(dataset, kind, name, context)
  const shape = matlabShape(dataset.shape)
  if (kind === 'cell') {
    if (content.kind !== 'references') throw invalid(`references as cells of ${quote(name)}`, content.kind)
    const cells = content.data.map((path, k) => referred(path, `${name}{${k + 1}}`, context))
    return { kind: 'cell', shape, cells: listToCOrder(cells, shape) }
  }
  if (kind === 'char') {
    if (content.kind !== 'numbers') throw invalid(`code units as text of ${quote(name)}`, content.kind)
    return {
      kind: 'char',
      shape,
      rows: charRows(toCOrder(Uint16Array.from(content.data as Uint16Array), shape), shape),
    }
  }
  const [arrayName, matClass] = classes.get(kind) ?? []
  if (!matClass)
    throw formatError('UNSUPPORTED_FORMAT', context.label, `numbers, text, cells or structs as ${quote(name)}`, kind)
  const part = (data: NpyData) => {
    if (typeName(data) !== arrayName || data.length !== elementCount(shape))
      throw invalid(`${shapeText(shape)} of ${kind} as ${quote(name)}`, `${data.length} in a ${typeName(data)}`)
    if (matClass === 'logical' && (data as Uint8Array).some((value) => value > 1))
      throw invalid(`0 or 1 as logicals of ${quote(name)}`, 'another value')
    return toCOrder(data, shape)
  }
  if (content.kind === 'numbers') return { kind: 'numeric', class: matClass, shape, data: part(content.data) }
  if (content.kind === 'complex')
    return { kind: 'numeric', class: matClass, shape, data: part(content.real), imaginary: part(content.imaginary) }
  throw invalid(`numbers as ${quote(name)}`, content.kind === 'other' ? content.what : content.kind)
}

/** An array without elements: the dataset holds its sizes. */
function emptyOf({ content }: Hdf5Dataset, kind: string, name: string, { label }: Context): MatValue {
  const sizes = content.kind === 'numbers' ? Array.from(content.data as BigUint64Array, Number) : []
  const sound =
    sizes.length >= 2 && sizes.length <= 64 && sizes.every((size) => Number.isSafeInteger(size) && size >= 0)
  if (!sound || elementCount(sizes) !== 0)
    throw formatError('INVALID_FORMAT', label, `sizes of the empty array ${quote(name)}`, shapeText(sizes))
  if (kind === 'cell') return { kind, shape: sizes, cells: [] }
  if (kind === 'char') return { kind, shape: sizes, rows: [] }
  if (kind === 'struct') return { kind, shape: sizes, fields: new Map() }
  const [arrayName, matClass] = classes.get(kind) ?? []
  if (!arrayName || !matClass)
    throw formatError('UNSUPPORTED_FORMAT', label, `numbers, text, cells or structs as ${quote(name)}`, kind)
  return { kind: 'numeric', class: matClass, shape: sizes, data: emptyArray(arrayName) }
}

function sparseOf(group: Hdf5Group, name: string, { label }: Context): MatSparse {
  const invalid = (expected: string, received: string) =>
    formatError('INVALID_FORMAT', label, `${expected} of the sparse matrix ${quote(name)}`, received)
  const part = (key: string) => {
    const node = group.children.get(key)
    if (node?.kind !== 'dataset') return undefined
    return node.content.kind === 'numbers' ? Array.from(node.content.data as Float64Array, Number) : undefined
  }
  const rows = Number(first(group.attributes.get('MATLAB_sparse')))
  const starts = part('jc') ?? []
  const count = starts.at(-1) ?? 0
  const data = count === 0 ? [] : (part('data') ?? [])
  const indices = count === 0 ? [] : (part('ir') ?? [])
  const inOrder = starts.every((start, k) => Number.isInteger(start) && start >= (k === 0 ? 0 : starts[k - 1]!))
  if (!Number.isSafeInteger(rows) || starts.length === 0 || starts[0] !== 0 || !inOrder)
    throw invalid('rows and column starts in order', `${starts.length} starts`)
  if (data.length !== count || indices.length !== count || indices.some((row) => !(row >= 0 && row < rows)))
    throw invalid(`${count} values and row indices below ${rows}`, `${data.length} and ${indices.length}`)
  const logical = group.attributes.get('MATLAB_class') === 'logical'
  return {
    kind: 'sparse',
    class: logical ? 'logical' : 'double',
    shape: [rows, starts.length - 1],
    rowIndices: Int32Array.from(indices),
    columnStarts: Int32Array.from(starts),
    data: Float64Array.from(data),
  }
}

/** HDF5's axes in reverse; MATLAB knows no fewer than two. */
function matlabShape(shape: readonly number[]): number[] {
  const sizes = [...shape].reverse()
  return sizes.length >= 2 ? sizes : [sizes[0] ?? 1, 1]
}

const typeName = (data: NpyData) => Object.prototype.toString.call(data).slice(8, -1)

function emptyArray(name: string): NpyData {
  const arrays = [Float64Array, Float32Array, Int8Array, Uint8Array, Int16Array, Uint16Array, Int32Array, Uint32Array]
  const Type = [...arrays, BigInt64Array, BigUint64Array].find((type) => type.name === name)!
  return new Type(0)
}

function first(value: unknown): unknown {
  return ArrayBuffer.isView(value) ? (value as Uint8Array)[0] : value
}
