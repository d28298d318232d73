import { requireBytes } from '../format-error.js'
import { signatureAt } from '../hdf5/read-hdf5.js'
import type { MatValue } from './mat-values.js'
import { readMat5 } from './read-mat5.js'
import { readMat73, type ReadMat73Options } from './read-mat73.js'

/**
 * Reads a MAT-file of level 5 or version 7.3, which its bytes tell apart.
 * @throws FormatError as `readMat5` and `readMat73`
 * @throws TypeError when `bytes` is no Uint8Array or a limit no number >= 0
 */
export async function readMat(bytes: Uint8Array, options: ReadMat73Options = {}): Promise<Map<string, MatValue>> {
  requireBytes(bytes)
  return signatureAt(bytes) >= 0 ? readMat73(bytes, options) : readMat5(bytes, options)
}
