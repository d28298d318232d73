import { ByteReader } from './byte-reader.js'
import { checkTree } from './check-tree.js'
import type { ByteOrder } from './copy-elements.js'
import { itemSizeOf } from './elements.js'
import { formatError, formatLabel, quote, requireBytes, requireLimit } from './format-error.js'
import type { ReadTorchOptions, TorchValue } from './read-torch-legacy.js'
import { TorchObjects, type TorchStorage } from './torch-objects.js'
import { fillTensors } from './torch-storages.js'
import { unpickle } from './unpickle.js'
import { openZip, type ZipArchive } from './zip/read-zip.js'

/** A zip file of torch.save: every member lies in one folder. */
interface TorchArchive {
  readonly zip: ZipArchive
  readonly folder: string
  readonly label: string
}

const PICKLE = 'data.pkl'
const ASIDE = ['version', 'byteorder', '.format_version', '.storage_alignment', '.data/serialization_id']
const OLDEST = 1
const NEWEST = 10

/**
 * Reads what torch.save writes since PyTorch 1.6: a zip archive of one pickle and the raw storages. The pickle is never
 * executed; see `readTorchLegacy` for what it may name. Storages must have exactly the size that the pickle declares, and
 * each must be named by it. Source: torch/serialization.py, `_save` and `_load`.
 * @throws FormatError as `readZip`; `UNSUPPORTED_FORMAT` for TorchScript, other globals, opcodes and key types;
 *   `LIMIT_EXCEEDED` for more than 1000 levels of nesting, shared containers that unfold into more values than the file
 *   has bytes, or tensors or members above `maxExpansion` times the file
 * @throws TypeError when `bytes` is no Uint8Array or `maxExpansion` no number >= 0
 */
export function readTorchZip(bytes: Uint8Array, options: ReadTorchOptions = {}): { value: TorchValue } {
  const { name, maxExpansion = 8 } = options
  requireBytes(bytes)
  requireLimit('maxExpansion', maxExpansion)
  const label = formatLabel('pt', name)
  const archive = openArchive(openZip(bytes, label, maxExpansion), label)
  checkVersion(archive)
  const reader = new ByteReader(archive.zip.read(archive.folder + PICKLE), `${label}, file ${quote(PICKLE)},`)
  const objects = new TorchObjects(reader, { format: 'zip', fileBytes: bytes.length, maxExpansion })
  const value = unpickle(reader, objects)
  if (reader.remaining > 0) throw reader.invalid('the end of the pickle', `${reader.remaining} further bytes`)
  checkTree(value, bytes.length, label)
  checkMembers(archive, objects.storages)
  fillTensors(objects.views, (storage) => storageBytes(archive, storage), byteOrder(archive), label)
  // checkTree has shown that no global or storage is left in it.
  return { value: value as TorchValue }
}

function openArchive(zip: ZipArchive, label: string): TorchArchive {
  const pickles = zip.names.filter((name) => name.split('/')[1] === PICKLE && name.split('/').length === 2)
  if (pickles.length !== 1)
    throw formatError('INVALID_FORMAT', label, `one folder with ${PICKLE} in the archive`, `${pickles.length}`)
  const folder = pickles[0]!.slice(0, -PICKLE.length)
  if (zip.has(`${folder}constants.pkl`) || zip.names.some((name) => name.startsWith(`${folder}code/`)))
    throw formatError('UNSUPPORTED_FORMAT', label, 'a file of torch.save', 'TorchScript: save its state_dict instead')
  return { zip, folder, label }
}

function checkVersion(archive: TorchArchive): void {
  const text = textOf(archive, 'version')
  const version = /^\d+\n?$/.test(text) ? Number(text) : NaN
  if (!(version >= OLDEST && version <= NEWEST)) {
    const expected = `a version from ${OLDEST} to ${NEWEST} in the archive`
    throw formatError('UNSUPPORTED_FORMAT', archive.label, expected, quote(text))
  }
}

function byteOrder(archive: TorchArchive): ByteOrder {
  if (!archive.zip.has(`${archive.folder}byteorder`)) return 'little'
  const order = textOf(archive, 'byteorder')
  if (order === 'little' || order === 'big') return order
  throw formatError('INVALID_FORMAT', archive.label, 'little or big as byteorder', quote(order))
}

const textOf = ({ zip, folder }: TorchArchive, file: string) => Buffer.from(zip.read(folder + file)).toString('latin1')

function checkMembers({ zip, folder, label }: TorchArchive, storages: ReadonlyMap<string, TorchStorage>): void {
  const known = new Set([PICKLE, ...ASIDE, ...[...storages.keys()].map((key) => `data/${key}`)].map((n) => folder + n))
  const other = zip.names.find((name) => !known.has(name))
  if (other !== undefined)
    throw formatError('INVALID_FORMAT', label, 'only files that the pickle names in the archive', quote(other))
}

function storageBytes({ zip, folder, label }: TorchArchive, storage: TorchStorage): Uint8Array {
  const bytes = zip.read(`${folder}data/${storage.key}`)
  const size = storage.size * itemSizeOf(storage.dtype)
  if (bytes.length === size) return bytes
  throw formatError('INVALID_FORMAT', label, `${size} bytes of storage ${quote(storage.key)}`, `${bytes.length}`)
}
