import type { ByteReader } from './byte-reader.js'
import { elementCount } from './element-count.js'
import { decodedItemSize, type NpyData, type TensorArray, type TensorDtype } from './elements.js'
import { formatError, type FormatError, quote, shapeText } from './format-error.js'
import type { StridedView } from './gather-strided.js'
import type { PickleHost, PickleObject, PickleValue } from './pickle-machine.js'
import { stringKey } from './pickle-opcodes.js'
import { storageDtypes } from './torch-storage-types.js'

/** A tensor of a torch file: `data` in C order (last axis fastest), with `shape.length` axes. */
export interface TorchTensor extends TensorArray {
  readonly kind: 'tensor'
  readonly shape: number[]
}

/** A storage that the pickle names; its elements lie elsewhere in the file. */
export interface TorchStorage extends PickleObject {
  readonly kind: 'storage'
  readonly key: string
  readonly dtype: TensorDtype
  /** elements, as the pickle declares them */
  readonly size: number
}

/** A tensor of the pickle and the view of a storage that it will be filled from. */
export interface TensorView extends StridedView {
  readonly tensor: { -readonly [K in keyof TorchTensor]: TorchTensor[K] }
  readonly storage: TorchStorage
}

/** What bounds the tensors of a file, and which of the two formats it has. */
export interface TorchLimits {
  /** the legacy format adds a view to the ids of storages */
  readonly format: 'legacy' | 'zip'
  /** size of the whole file */
  readonly fileBytes: number
  /** most bytes of tensors per byte of file */
  readonly maxExpansion: number
}

interface TorchGlobal extends PickleObject {
  readonly kind: 'global'
  readonly name: string
}

const MAX_RANK = 64
const NO_DATA: NpyData = new Float32Array(0)
const ORDERED_DICT = 'collections.OrderedDict'
const REBUILD = 'torch._utils._rebuild_tensor'
const REBUILD_V2 = 'torch._utils._rebuild_tensor_v2'
const PARAMETER = 'torch._utils._rebuild_parameter'
const ALLOWED = [ORDERED_DICT, REBUILD, REBUILD_V2, PARAMETER, ...storageDtypes.keys()]

/**
 * The only things a torch pickle may name or call: ordered dictionaries, the three functions that rebuild tensors and
 * parameters, and typed storages. Tensors are checked against the size of their storage here, and filled by the caller
 * once the storages are found.
 */
export class TorchObjects implements PickleHost {
  readonly storages = new Map<string, TorchStorage>()
  readonly views: TensorView[] = []
  readonly #reader: ByteReader
  readonly #limits: TorchLimits
  #bytes = 0
  #pairs = 0

  constructor(reader: ByteReader, limits: TorchLimits) {
    this.#reader = reader
    this.#limits = limits
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
    if (name === ORDERED_DICT) return this.#orderedDict(args)
    if (name === REBUILD) return this.#rebuildTensor(args)
    if (name === REBUILD_V2) return this.#rebuildTensorV2(args)
    if (name === PARAMETER) return this.#rebuildParameter(args)
    throw this.#invalid('a call of OrderedDict, _rebuild_tensor or _rebuild_parameter', name ?? 'another value')
  }

  /** The state that Python would set: only `_metadata`, the versions of modules that a state_dict carries, is let go. */
  build(target: PickleValue, state: PickleValue): void {
    const known = target instanceof Map && state instanceof Map && [...state.keys()].every((key) => key === '_metadata')
    if (!known)
      throw formatError('UNSUPPORTED_FORMAT', this.#reader.label, 'no state but _metadata of a dictionary', 'another')
  }

  persistent(id: PickleValue): TorchStorage {
    const length = this.#limits.format === 'legacy' ? 6 : 5
    if (!isTuple(id) || id.length !== length)
      throw this.#invalid(`a storage id ('storage', type, key, …) of ${length} items`, 'another value')
    const [tag, type, key, location, size, view = null] = id
    const dtype = isObject(type, 'global') ? storageDtypes.get((type as TorchGlobal).name) : undefined
    if (tag !== 'storage' || !dtype)
      throw this.#invalid("a storage id that begins ('storage', torch.FloatStorage or its like", 'another value')
    if (typeof key !== 'string' || typeof location !== 'string' || !isSize(size))
      throw this.#invalid('storage key, location and size as string, string and integer >= 0', 'other values')
    if (view !== null)
      throw formatError('UNSUPPORTED_FORMAT', this.#reader.label, 'whole storages', 'a view of another storage')
    const known = this.storages.get(key) ?? { kind: 'storage', key, size, dtype }
    if (known.size !== size || known.dtype !== dtype)
      throw this.#invalid(`${known.size} elements in storage ${quote(key)} (${known.dtype})`, `${size} (${dtype})`)
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

  #rebuildTensorV2(args: readonly PickleValue[]): TorchTensor {
    const [gradient, hooks, metadata = null] = args.slice(4)
    if (args.length < 6 || args.length > 7 || typeof gradient !== 'boolean' || !isEmptyDict(hooks))
      throw this.#invalid('a flag and no hooks behind the strides for _rebuild_tensor_v2', 'other values')
    if (metadata !== null && !isEmptyDict(metadata))
      throw formatError('UNSUPPORTED_FORMAT', this.#reader.label, 'tensors without metadata', 'one with it')
    return this.#rebuildTensor(args.slice(0, 4))
  }

  #rebuildParameter(args: readonly PickleValue[]): PickleValue {
    const [tensor, gradient, hooks] = args
    if (args.length !== 3 || !isObject(tensor, 'tensor') || typeof gradient !== 'boolean' || !isEmptyDict(hooks))
      throw this.#invalid('tensor, flag and no hooks for _rebuild_parameter', 'other values')
    return tensor!
  }

  #rebuildTensor(args: readonly PickleValue[]): TorchTensor {
    const [storage, offset, shape, strides] = args
    if (args.length !== 4 || !isObject(storage, 'storage') || !isSize(offset) || !isSizes(shape) || !isSizes(strides))
      throw this.#invalid('storage, offset, sizes and strides for _rebuild_tensor', 'other values')
    if (shape.length !== strides.length || shape.length > MAX_RANK)
      throw this.#invalid(`as many strides as sizes, at most ${MAX_RANK}`, `${shape.length} and ${strides.length}`)
    const source = storage as TorchStorage
    const tensor = { kind: 'tensor' as const, data: NO_DATA, shape: [...shape], dtype: source.dtype }
    const view = { tensor, storage: source, offset, shape: tensor.shape, strides }
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
    this.#bytes += decodedItemSize(storage.dtype) * count + 4 * shape.length
    const { maxExpansion, fileBytes } = this.#limits
    const limit = maxExpansion * fileBytes
    if (this.#bytes > limit) {
      const allowed = `at most ${limit} bytes of tensors (maxExpansion ${maxExpansion} x the file)`
      throw formatError('LIMIT_EXCEEDED', this.#reader.label, allowed, `${this.#bytes} or more`)
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

function isEmptyDict(value: PickleValue | undefined): boolean {
  return value instanceof Map && value.size === 0
}
