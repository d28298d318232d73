import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../../../', import.meta.url))

/** Folder of the real files; a relative LIKENESS_DATA_DIR counts from the repository root. Undefined when not set. */
export const dataDir = process.env.LIKENESS_DATA_DIR ? resolve(root, process.env.LIKENESS_DATA_DIR) : undefined

/** Path of a real file or folder, such as `squeezenet/compressed_SqueezeNet.net`. */
export function dataPath(path: string): string {
  if (dataDir === undefined) throw new Error('Expected LIKENESS_DATA_DIR to be set: skip tests that need it')
  return resolve(dataDir, path)
}

export const readData = (path: string): Uint8Array => readFileSync(dataPath(path))
