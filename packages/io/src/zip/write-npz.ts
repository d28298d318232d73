import { zipSync } from 'fflate'
import type { NpyData } from '../elements.js'
import { quote } from '../format-error.js'
import { writeNpy } from '../write-npy.js'

/** An array to be written: elements in C order (last axis fastest). */
export interface NpzEntry {
  readonly data: NpyData
  readonly shape: readonly number[]
}

// The first day that zip can state: the same arrays give the same bytes.
const EPOCH = new Date(1980, 0, 1)

/**
 * Writes npz: one npy 1.0 member per array, in the order given, stored or deflated. `numpy.load` reads it.
 * @param arrays by name, without `.npy`
 * @throws TypeError for an empty name, one that leads outside the archive, or what `writeNpy` refuses
 */
export function writeNpz(
  arrays: ReadonlyMap<string, NpzEntry>,
  options: { readonly compress?: boolean } = {},
): Uint8Array {
  const files = Object.create(null) as Record<string, Uint8Array>
  for (const [name, { data, shape }] of arrays) {
    if (name === '' || /^\/|\\|\0/.test(name) || name.split('/').includes('..'))
      throw new TypeError(`Expected relative names without ".." for arrays but received ${quote(name)}`)
    files[`${name}.npy`] = writeNpy(data, shape)
  }
  return zipSync(files, { level: options.compress ? 6 : 0, mtime: EPOCH })
}
