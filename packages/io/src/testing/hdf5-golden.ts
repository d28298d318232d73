import { gunzipSync } from 'node:zlib'
import { FormatError } from '../format-error.js'
import { bytesOf, readGolden } from './golden.js'
import type { Mutant } from './mutate.js'

interface Hdf5Golden {
  readonly keras: {
    readonly read: readonly { readonly name: string; readonly file: string }[]
    readonly layers: unknown
    readonly tensors: unknown
  }
  /** files of Keras' layout that are not what they seem */
  readonly tricks: Readonly<Record<string, string>>
  readonly mat: { readonly file: string; readonly variables: readonly [string, unknown][] }
}

/** Files that h5py made, as tools/golden/hdf5.py wrote them. */
export const hdf5Golden = readGolden<Hdf5Golden>('hdf5.json')

/** A file of `hdf5Golden`, which holds them gzipped: HDF5 pads much. */
export const hdf5File = (gzipped: string) => new Uint8Array(gunzipSync(bytesOf(gzipped)))

/** Settles a hostile read: whether it was answered. @throws Error for anything but an answer and a FormatError */
export async function settle(read: (bytes: Uint8Array) => Promise<unknown>, { bytes, how }: Mutant): Promise<boolean> {
  try {
    await read(bytes)
    return true
  } catch (error) {
    if (error instanceof FormatError && /^Expected .+ but received ./s.test(error.message)) return false
    throw new Error(`${how}: threw ${String(error)}`, { cause: error })
  }
}

/** Settles all; counts the answers and the refusals. */
export async function settleAll(read: (bytes: Uint8Array) => Promise<unknown>, mutants: Iterable<Mutant>) {
  const tally = { answered: 0, refused: 0 }
  for (const mutant of mutants) tally[(await settle(read, mutant)) ? 'answered' : 'refused']++
  return tally
}
