import { formatError, formatLabel, quote, requireBytes } from '../format-error.js'
import { type NpyArray, readNpy } from '../read-npy.js'
import { openZip, type ReadZipOptions } from './read-zip.js'

const SUFFIX = '.npy'

/**
 * Reads npz, NumPy's archive of arrays (`numpy.savez`, `savez_compressed`): a Map from the names that `numpy.load` gives,
 * in file order. Memory: one unpacked member beside the arrays.
 * @throws FormatError as `readZip` and `readNpy`, naming the member; `UNSUPPORTED_FORMAT` for members that are no npy
 * @throws TypeError when `bytes` is no Uint8Array or `maxExpansion` no number >= 0
 */
export function readNpz(bytes: Uint8Array, options: ReadZipOptions = {}): Map<string, NpyArray> {
  requireBytes(bytes)
  const label = formatLabel('npz', options.name)
  const archive = openZip(bytes, label, options.maxExpansion)
  const arrays = new Map<string, NpyArray>()
  for (const file of archive.names) {
    if (!file.endsWith(SUFFIX)) throw formatError('UNSUPPORTED_FORMAT', label, 'members ending in .npy', quote(file))
    const member = options.name === undefined ? file : `${options.name}: ${file}`
    arrays.set(file.slice(0, -SUFFIX.length), readNpy(archive.read(file), { name: member }))
  }
  return arrays
}
