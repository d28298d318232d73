import { requireBytes } from './format-error.js'
import { type ReadTorchOptions, readTorchLegacy, type TorchValue } from './read-torch-legacy.js'
import { readTorchZip } from './read-torch-zip.js'
import { isZip } from './zip/read-zip.js'

/**
 * Reads what torch.save wrote, of any version since PyTorch 0.1.10: a zip archive or the legacy format, which its first
 * bytes tell apart. Nothing of the file is ever executed.
 * @throws FormatError as `readTorchZip` and `readTorchLegacy`
 * @throws TypeError when `bytes` is no Uint8Array or `maxExpansion` no number >= 0
 */
export function readTorch(bytes: Uint8Array, options: ReadTorchOptions = {}): { value: TorchValue } {
  requireBytes(bytes)
  return isZip(bytes) ? readTorchZip(bytes, options) : readTorchLegacy(bytes, options)
}
