import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../../', import.meta.url))

/** Folder of the real files; a relative LIKENESS_DATA_DIR counts from the repository's root. Undefined when not set. */
export const dataDir = process.env.LIKENESS_DATA_DIR ? resolve(root, process.env.LIKENESS_DATA_DIR) : undefined

/** Bytes of a real file, such as `isola2014/block5_pool_NN.csv`. */
export function readData(name: string): Uint8Array {
  if (dataDir === undefined) throw new Error('Expected LIKENESS_DATA_DIR to be set: skip tests that need it')
  return readFileSync(join(dataDir, name))
}
