import { parentPort, workerData } from 'node:worker_threads'
import h5wasm, {
  type Attribute,
  type Dataset,
  type Entity,
  type File,
  type Group,
  type Metadata,
  Reference,
} from 'h5wasm'
import type { NpyData } from '../elements.js'
import type { Hdf5Answer, Hdf5Attributes, Hdf5Content, Hdf5Group, Hdf5Job, Hdf5Node } from './hdf5-tree.js'

// Reads one file in a thread of its own: HDF5 on hostile bytes may abort, print, never end or keep memory, and all of that
// goes with the thread. The entry `h5wasm` has its file system in memory; that of `h5wasm/node` is the machine's own, where
// an external link could reach any file.

const INTEGER = 0
const FLOAT = 1
const STRING = 3
const COMPOUND = 6
const REFERENCE = 7
const ENUM = 8
const MAX_DEPTH = 64
const PATH = '/file.h5'

class Refusal extends Error {
  constructor(
    readonly expected: string,
    readonly received: string,
  ) {
    super(received)
  }
}

class TreeReader {
  readonly #job: Hdf5Job
  #bytes = 0
  #objects = 0

  constructor(job: Hdf5Job) {
    this.#job = job
  }

  group(group: Group, depth: number): Hdf5Group {
    if (depth > MAX_DEPTH) throw new Refusal(`at most ${MAX_DEPTH} levels of groups`, 'more')
    const children = new Map<string, Hdf5Node>()
    for (const name of group.keys()) {
      if (depth === 0 && this.#job.top?.includes(name) === false) continue
      children.set(name, this.#node(group.get(name), depth))
    }
    return { kind: 'group', attributes: this.#attributes(group), children }
  }

  #node(entity: Entity | null, depth: number): Hdf5Node {
    if (++this.#objects > this.#job.maxObjects)
      throw new Refusal(`at most ${this.#job.maxObjects} objects in a file of this size`, 'more')
    if (entity instanceof h5wasm.Group) return this.group(entity, depth + 1)
    if (entity instanceof h5wasm.Dataset) return this.#dataset(entity)
    return { kind: 'other', what: entity && 'type' in entity ? String(entity.type) : 'an object of no kind' }
  }

  #dataset(dataset: Dataset): Hdf5Node {
    const { metadata } = dataset
    const shape = metadata.shape ?? [0]
    this.#spend(metadata)
    const chunk = (metadata.chunks ?? []).reduce((size, n) => size * n, metadata.size)
    if (chunk > this.#job.maxBytes) throw new Refusal(`chunks of at most ${this.#job.maxBytes} bytes`, `${chunk}`)
    return { kind: 'dataset', attributes: this.#attributes(dataset), shape, content: contentOf(dataset, metadata) }
  }

  #spend({ shape, size }: Metadata): void {
    this.#bytes += (shape ?? []).reduce((product, n) => product * n, size)
    if (!(this.#bytes <= this.#job.maxBytes))
      throw new Refusal(`at most ${this.#job.maxBytes} bytes of content (maxExpansion)`, `${this.#bytes} or more`)
  }

  #attributes(entity: Group | Dataset): Hdf5Attributes {
    const found = new Map<string, string | string[] | number | bigint | NpyData>()
    for (const [name, attribute] of Object.entries(entity.attrs)) {
      if (!this.#job.attributes.includes(name) && !this.#job.attributes.includes(name.replace(/\d+$/, '*'))) continue
      this.#spend(attribute.metadata)
      const value = attributeValue(attribute)
      if (value !== undefined) found.set(name, value)
    }
    return found
  }
}

function attributeValue(attribute: Attribute) {
  const { value } = attribute
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint') return value
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value
  return ArrayBuffer.isView(value) ? (value as NpyData) : undefined
}

function contentOf(dataset: Dataset, metadata: Metadata): Hdf5Content {
  const { type, size } = metadata
  if (metadata.shape === null) return { kind: 'other', what: 'a dataset without space' }
  if (type === INTEGER || (type === FLOAT && size >= 4 && size <= 8) || type === ENUM)
    return { kind: 'numbers', data: numbersOf(dataset.value, metadata) }
  if (type === STRING) return { kind: 'strings', data: listOf(dataset.value).map(String) }
  if (type === REFERENCE)
    return { kind: 'references', data: listOf(dataset.value).map((item) => pathOf(dataset, item)) }
  if (type === COMPOUND) return complexOf(dataset, metadata) ?? { kind: 'other', what: 'a compound type' }
  return { kind: 'other', what: `elements of HDF5 class ${type} and ${size} bytes` }
}

const listOf = (value: unknown): unknown[] =>
  Array.isArray(value) ? (value as unknown[]) : value === null ? [] : [value]

function numbersOf(value: unknown, { type, size, signed }: Metadata): NpyData {
  if (ArrayBuffer.isView(value)) return value as NpyData
  const arrays = { 1: [Uint8Array, Int8Array], 2: [Uint16Array, Int16Array], 4: [Uint32Array, Int32Array] } as const
  const items = listOf(value)
  if (type === FLOAT) return (size === 4 ? Float32Array : Float64Array).from(items as number[])
  if (size === 8) return (signed ? BigInt64Array : BigUint64Array).from(items.map((item) => BigInt(item as number)))
  return (arrays[size as 1 | 2 | 4] ?? arrays[4])[signed ? 1 : 0].from(items.map(Number))
}

function pathOf(dataset: Dataset, item: unknown): string | null {
  if (!(item instanceof Reference) || item.ref_data.every((byte) => byte === 0)) return null
  const target = dataset.dereference(item)
  return target instanceof h5wasm.Group || target instanceof h5wasm.Dataset ? target.path : null
}

/** MATLAB and h5py keep complex numbers as compounds of two floats. */
function complexOf(dataset: Dataset, metadata: Metadata): Hdf5Content | undefined {
  const members = metadata.compound_type?.members ?? []
  const [first, second] = members
  if (members.length !== 2 || first?.type !== FLOAT || second?.type !== FLOAT || first.size !== second.size) return
  if (first.size !== 4 && first.size !== 8) return
  const pairs = listOf(dataset.value) as [number, number][]
  const flat = metadata.shape?.length === 0 ? [pairs as unknown as [number, number]] : pairs
  const part = (k: 0 | 1) => {
    const values = flat.map((pair) => pair[k])
    return first.size === 4 ? Float32Array.from(values) : Float64Array.from(values)
  }
  return { kind: 'complex', real: part(0), imaginary: part(1) }
}

async function answer(job: Hdf5Job): Promise<Hdf5Answer> {
  const module = await h5wasm.ready
  // Errors that are thrown instead of printed.
  ;(module as { activate_throwing_error_handler?: () => void }).activate_throwing_error_handler?.()
  let file: File | undefined
  try {
    module.FS.writeFile(PATH, job.bytes)
    file = new h5wasm.File(PATH, 'r')
    return { tree: new TreeReader(job).group(file, 0) }
  } catch (error) {
    if (error instanceof Refusal) return { code: 'LIMIT_EXCEEDED', expected: error.expected, received: error.received }
    return { code: 'INVALID_FORMAT', expected: 'an HDF5 file that can be read', received: reasonOf(error) }
  }
}

/** HDF5 lists its errors from the call inwards: the innermost says why. */
function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  const causes = [...text.matchAll(/#\d+: .*? in \w+\(\): (.*)/g)].map(([, cause]) => cause!)
  return causes.at(-1) ?? text.split('\n')[0]!
}

parentPort!.postMessage(await answer(workerData as Hdf5Job))
