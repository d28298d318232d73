import type { ByteReader } from './byte-reader.js'
import { copyElements } from './copy-elements.js'
import { elementCount } from './element-count.js'
import { quote } from './format-error.js'
import { gatherStrided } from './gather-strided.js'
import type { PickleValue } from './pickle-machine.js'
import type { TensorView, TorchStorage } from './torch-objects.js'

const ITEM = 4

/**
 * Finds the raw storages that end a legacy file: per key, in the order of `keys`, an int64 element count and that many
 * little-endian float32. Nothing is copied. The reader must come out at the end of the file.
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
    found.set(storage.key, reader.take(storage.size * ITEM, `storage ${quote(storage.key)}`))
  }
  if (found.size < storages.size) throw reader.invalid(`${storages.size} storages`, `${found.size}`)
  if (reader.remaining > 0) throw reader.invalid('the end of the file', `${reader.remaining} further bytes`)
  return found
}

/** Fills the tensors of the pickle from their storages; each gets its own copy in C order. */
export function fillTensors(views: readonly TensorView[], storages: ReadonlyMap<string, Uint8Array>): void {
  const byStorage = new Map<string, TensorView[]>()
  for (const view of views) {
    const group = byStorage.get(view.storage.key)
    if (group) group.push(view)
    else byStorage.set(view.storage.key, [view])
  }
  for (const [key, group] of byStorage) {
    const elements = new Float32Array(copyElements(storages.get(key)!, ITEM, 'little'))
    for (const view of group) {
      view.tensor.data = new Float32Array(elementCount(view.shape))
      gatherStrided(elements, view, view.tensor.data)
    }
  }
}

function describe(key: PickleValue): string {
  return typeof key === 'string' ? `the key ${quote(key)}` : 'another value'
}
