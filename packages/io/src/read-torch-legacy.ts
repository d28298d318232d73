import { ByteReader } from './byte-reader.js'
import { checkTree } from './check-tree.js'
import { formatError, formatLabel, quote, requireBytes, requireLimit } from './format-error.js'
import type { PickleHost, PickleValue } from './pickle-machine.js'
import { TorchObjects, type TorchTensor } from './torch-objects.js'
import { fillTensors, locateStorages } from './torch-storages.js'
import { unpickle } from './unpickle.js'
import { isZip } from './zip/read-zip.js'

/** What a torch file holds: a finite tree of plain values and tensors. Lists and tuples are arrays, dicts are Maps. */
export type TorchValue =
  number | bigint | boolean | null | string | readonly TorchValue[] | Map<string, TorchValue> | TorchTensor

/** Options of the readers of torch files. */
export interface ReadTorchOptions {
  /** how messages name the input */
  readonly name?: string
  /** most bytes of tensors per byte of file, which bounds views that share a storage; default 8 */
  readonly maxExpansion?: number
}

// Pickle of 0x1950a86a20f9469cfc6c in protocol 2.
const SIGNATURE = [0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, 0x2e]
const PROTOCOL_VERSION = 1001

/**
 * Reads what torch.save wrote before PyTorch 1.6 (or with `_use_new_zipfile_serialization=False`): five pickles, then
 * raw storages. The pickles are never executed: the globals known are `collections.OrderedDict`, `_rebuild_tensor`,
 * `_rebuild_tensor_v2` and `_rebuild_parameter` of `torch._utils`, and the storages of float, double, half, bfloat16,
 * (u)int8, int16, int32, int64 and bool; any other is an error that names it.
 * Every tensor gets its own copy of its elements; two names of one tensor object stay one object. The length must be
 * exact. Source: torch/serialization.py, `_legacy_save`.
 * @throws FormatError `INVALID_FORMAT` for damage, truncation, trailing bytes or a container that holds itself;
 *   `UNSUPPORTED_FORMAT` for zip and tar files, big-endian files, other globals, opcodes and key types;
 *   `LIMIT_EXCEEDED` for more than 1000 levels of nesting, shared containers that unfold into more values than the
 *   file has bytes, or tensors above `maxExpansion` times the file
 * @throws TypeError when `bytes` is no Uint8Array or `maxExpansion` no number >= 0
 */
export function readTorchLegacy(bytes: Uint8Array, options: ReadTorchOptions = {}): { value: TorchValue } {
  const { name, maxExpansion = 8 } = options
  requireBytes(bytes)
  requireLimit('maxExpansion', maxExpansion)
  const reader = new ByteReader(bytes, formatLabel('pt', name))
  readSignature(reader)
  readSystemInfo(reader)
  const objects = new TorchObjects(reader, { format: 'legacy', fileBytes: bytes.length, maxExpansion })
  const value = unpickle(reader, objects)
  checkTree(value, bytes.length, reader.label)
  const storages = locateStorages(reader, unpickle(reader, plainData(reader)), objects.storages)
  fillTensors(objects.views, ({ key }) => storages.get(key)!, 'little', reader.label)
  // checkTree has shown that no global or storage is left in it.
  return { value: value as TorchValue }
}

function readSignature(reader: ByteReader): void {
  const { bytes } = reader
  const unsupported = (received: string) => {
    const expected = 'the legacy format of torch.save, from before PyTorch 1.6,'
    return formatError('UNSUPPORTED_FORMAT', reader.label, expected, received)
  }
  if (isZip(bytes)) throw unsupported('a zip file, which readTorch reads')
  if (startsWith(bytes.subarray(257), [0x75, 0x73, 0x74, 0x61, 0x72]))
    throw unsupported('a tar file, from before PyTorch 0.1.10')
  const signature = reader.take(SIGNATURE.length, 'signature')
  if (!startsWith(signature, SIGNATURE)) {
    const received = Buffer.from(signature).toString('hex')
    throw reader.invalid(`the signature ${Buffer.from(SIGNATURE).toString('hex')}`, received, 0)
  }
}

function readSystemInfo(reader: ByteReader): void {
  const version = unpickle(reader, plainData(reader))
  const supported = (expected: string, received: string) =>
    formatError('UNSUPPORTED_FORMAT', reader.label, expected, received)
  if (version !== PROTOCOL_VERSION)
    throw supported(`protocol version ${PROTOCOL_VERSION}`, typeof version === 'number' ? `${version}` : 'no number')
  const info = unpickle(reader, plainData(reader))
  if (!(info instanceof Map)) throw reader.invalid('a dictionary of system facts', 'another value')
  if (info.get('little_endian') !== true) throw supported('little-endian storages', 'big-endian or unstated ones')
}

/** The host of the pickles around the object: they hold no global. */
function plainData(reader: ByteReader): PickleHost {
  const refuse = (what: string): PickleValue => {
    throw formatError('UNSUPPORTED_FORMAT', reader.label, 'plain data around the saved object', what)
  }
  return {
    global: (name) => refuse(`the global ${quote(name)}`),
    reduce: () => refuse('a call'),
    persistent: () => refuse('a persistent id'),
    build: () => void refuse('a state'),
  }
}

function startsWith(bytes: Uint8Array, prefix: readonly number[]): boolean {
  return bytes.length >= prefix.length && prefix.every((byte, k) => bytes[k] === byte)
}
