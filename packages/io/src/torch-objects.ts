import type { ByteReader } from './byte-reader.js'
import { elementCount } from './element-count.js'
import { formatError, type FormatError, quote, shapeText } from './format-error.js'
import type { StridedView } from './gather-strided.js'
import type { PickleHost, PickleObject, PickleValue } from './pickle-machine.js'
import { stringKey } from './pickle-opcodes.js'

/** A float32 tensor: `data` in C order (last axis fastest), with `shape.length` axes. */
export interface TorchTensor {
  readonly kind: 'tensor'
  readonly data: Float32Array
  readonly shape: number[]
}

/** A storage that the pickle names; its elements follow later in the file. */
export interface TorchStorage extends PickleObject {
  readonly kind: 'storage'
  readonly key: string
  /** elements, as the pickle declares them */
  readonly size: number
}

/** A tensor of the pickle and the view of a storage that it will be filled from. */
export interface TensorView extends StridedView {
  readonly tensor: { -readonly [K in keyof TorchTensor]: TorchTensor[K] }
  readonly storage: TorchStorage
}

interface TorchGlobal extends PickleObject {
  readonly kind: 'global'
  readonly name: string
}

const MAX_RANK = 64
const NO_DATA = new Float32Array(0)

const ALLOWED = ['collections.OrderedDict', 'torch._utils._rebuild_tensor', 'torch.FloatStorage']

/**
 * The only things a torch pickle may name or call: ordered dictionaries, `_rebuild_tensor` and float storages.
 * Tensors are checked against the size of their storage here, and filled by the caller once the storages are found.
 */
export class TorchObjects implements PickleHost {
  readonly storages = new Map<string, TorchStorage>()
  readonly views: TensorView[] = []
  readonly #reader: ByteReader
  readonly #maxExpansion: number
  #elements = 0
  #pairs = 0

  /** @param maxExpansion most bytes of tensors per byte of file */
  constructor(reader: ByteReader, maxExpansion: number) {
    this.#reader = reader
    this.#maxExpansion = maxExpansion
  }

  global(name: string): TorchGlobal {
    if (!ALLOWED.includes(name)) {
      const allowed = `one of the globals ${ALLOWED.join(', ')} (it never executes a pickle)`
      throw formatError('UNSUPPORTED_FORMAT', this.#reader.label, allowed, `the global ${quote(name)}`)
    }
    return { kind: 'global', name }
  }

  reduce(callable: PickleValue, args: PickleValue): PickleValue {
    const name = isObject(callable, 'global') ? (callable as TorchGlobal).name : undefined
    if (!isTuple(args)) throw this.#invalid('a tuple of arguments', 'another value')
    if (name === 'collections.OrderedDict') return this.#orderedDict(args)
    if (name === 'torch._utils._rebuild_tensor') return this.#rebuildTensor(args)
    throw this.#invalid('a call of OrderedDict or _rebuild_tensor', name ?? 'another value')
  }

  persistent(id: PickleValue): TorchStorage {
    if (!isTuple(id) || id.length !== 6) throw this.#invalid("a storage id ('storage', type, key, …)", 'another value')
    const [tag, type, key, location, size, view] = id
    if (tag !== 'storage' || !isObject(type, 'global') || (type as TorchGlobal).name !== 'torch.FloatStorage')
      throw this.#invalid("a storage id that begins ('storage', torch.FloatStorage", 'another value')
    if (typeof key !== 'string' || typeof location !== 'string' || !isSize(size))
      throw this.#invalid('storage key, location and size as string, string and integer >= 0', 'other values')
    if (view !== null)
      throw formatError('UNSUPPORTED_FORMAT', this.#reader.label, 'whole storages', 'a view of another storage')
    const known = this.storages.get(key) ?? { kind: 'storage', key, size }
    if (known.size !== size) throw this.#invalid(`${known.size} elements in storage ${quote(key)}`, `${size}`)
    this.storages.set(key, known)
    return known
  }

  #orderedDict(args: readonly PickleValue[]): Map<string, PickleValue> {
    const pairs = args.length === 0 ? [] : args[0]
    if (args.length > 1 || !Array.isArray(pairs)) throw this.#invalid('a list of pairs for OrderedDict', 'other values')
    // The memo can hand one list to many calls, so the copies are bounded together.
    this.#pairs += pairs.length
    if (this.#pairs > this.#reader.bytes.length)
      throw formatError('LIMIT_EXCEEDED', this.#reader.label, 'fewer OrderedDict items than bytes', `${this.#pairs}`)
    const result = new Map<string, PickleValue>()
    for (const pair of pairs) {
      if (!Array.isArray(pair) || pair.length !== 2) throw this.#invalid('a pair for OrderedDict', 'another value')
      result.set(stringKey({ input: this.#reader }, pair[0]), pair[1])
    }
    return result
  }

  #rebuildTensor(args: readonly PickleValue[]): TorchTensor {
    const [storage, offset, shape, strides] = args
    if (args.length !== 4 || !isObject(storage, 'storage') || !isSize(offset) || !isSizes(shape) || !isSizes(strides))
      throw this.#invalid('storage, offset, sizes and strides for _rebuild_tensor', 'other values')
    if (shape.length !== strides.length || shape.length > MAX_RANK)
      throw this.#invalid(`as many strides as sizes, at most ${MAX_RANK}`, `${shape.length} and ${strides.length}`)
    const tensor = { kind: 'tensor' as const, data: NO_DATA, shape: [...shape] }
    const view = { tensor, storage: storage as TorchStorage, offset, shape: tensor.shape, strides }
    this.#checkView(view)
    this.views.push(view)
    return tensor
  }

  #checkView({ storage, offset, shape, strides }: TensorView): void {
    const count = elementCount(shape)
    const described = `offset ${offset}, sizes ${shapeText(shape)}, strides ${shapeText(strides)}`
    const last = shape.reduce((at, size, k) => at + (size - 1) * strides[k]!, offset)
    if (count > storage.size || offset > storage.size || (count > 0 && last >= storage.size))
      throw this.#invalid(`a tensor within the ${storage.size} elements of its storage`, described)
    this.#elements += count + shape.length
    const limit = this.#maxExpansion * this.#reader.bytes.length
    if (4 * this.#elements > limit) {
      const allowed = `at most ${limit} bytes of tensors (maxExpansion ${this.#maxExpansion} x the file)`
      throw formatError('LIMIT_EXCEEDED', this.#reader.label, allowed, `${4 * this.#elements} or more`)
    }
  }

  #invalid(expected: string, received: string): FormatError {
    return this.#reader.invalid(expected, received)
  }
}

function isObject(value: PickleValue | undefined, kind: string): boolean {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === kind
}

function isTuple(value: PickleValue): value is readonly PickleValue[] {
  return Array.isArray(value) && Object.isFrozen(value)
}

function isSize(value: PickleValue | undefined): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && !Object.is(value, -0)
}

function isSizes(value: PickleValue | undefined): value is readonly number[] {
  return value !== undefined && isTuple(value) && value.every(isSize)
}
