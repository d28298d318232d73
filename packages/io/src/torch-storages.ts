import type { ByteReader } from './byte-reader.js'
import type { ByteOrder } from './copy-elements.js'
import { elementCount } from './element-count.js'
import { badBoolean, decodeElements, itemSizeOf, type NpyData, sameArray } from './elements.js'
import { formatError, quote } from './format-error.js'
import { gatherStrided } from './gather-strided.js'
import type { PickleValue } from './pickle-machine.js'
import type { TensorView, TorchStorage } from './torch-objects.js'

/**
 * Finds the raw storages that end a legacy file: per key, in the order of `keys`, an int64 element count and that many
 * little-endian elements. Nothing is copied. The reader must come out at the end of the file.
 * @throws FormatError `INVALID_FORMAT` when keys, counts or length disagree with the pickle
 */
export function locateStorages(
  reader: ByteReader,
  keys: PickleValue,
  storages: ReadonlyMap<string, TorchStorage>,
): Map<string, Uint8Array> {
  if (!Array.isArray(keys)) throw reader.invalid('a list of storage keys', 'another value')
  const found = new Map<string, Uint8Array>()
  for (const key of keys as readonly PickleValue[]) {
    const storage = typeof key === 'string' ? storages.get(key) : undefined
    if (!storage || found.has(storage.key)) throw reader.invalid('each storage key of the pickle once', describe(key))
    const count = reader.i64le('storage size')
    if (count !== BigInt(storage.size))
      throw reader.invalid(`${storage.size} elements in storage ${quote(storage.key)}`, `${count}`, reader.offset - 8)
    found.set(storage.key, reader.take(storage.size * itemSizeOf(storage.dtype), `storage ${quote(storage.key)}`))
  }
  if (found.size < storages.size) throw reader.invalid(`${storages.size} storages`, `${found.size}`)
  if (reader.remaining > 0) throw reader.invalid('the end of the file', `${reader.remaining} further bytes`)
  return found
}

/**
 * Fills the tensors of the pickle from their storages; each gets its own copy in C order.
 * @param bytesOf the elements of a storage, asked for once for each
 * @throws FormatError `INVALID_FORMAT` for a bool that is neither 0 nor 1
 */
export function fillTensors(
  views: readonly TensorView[],
  bytesOf: (storage: TorchStorage) => Uint8Array,
  order: ByteOrder,
  label: string,
): void {
  const byStorage = new Map<TorchStorage, TensorView[]>()
  for (const view of views) {
    const group = byStorage.get(view.storage)
    if (group) group.push(view)
    else byStorage.set(view.storage, [view])
  }
  for (const [storage, group] of byStorage) {
    const elements = decodeElements(bytesOf(storage), storage.dtype, order)
    if (storage.dtype === 'bool' && badBoolean(elements as Uint8Array) >= 0)
      throw formatError('INVALID_FORMAT', label, `0 or 1 as bools in storage ${quote(storage.key)}`, 'another byte')
    for (const view of group) view.tensor.data = gathered(elements, view)
  }
}

function gathered(elements: NpyData, view: TensorView): NpyData {
  const data = sameArray(elements, elementCount(view.shape))
  gatherStrided<number | bigint>(elements, view, data as { [index: number]: number | bigint })
  return data
}

function describe(key: PickleValue): string {
  return typeof key === 'string' ? `the key ${quote(key)}` : 'another value'
}
