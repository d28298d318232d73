import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { dataFolder } from '../data-files.js'

/** Folder of the real files; a relative LIKENESS_DATA_DIR counts from the repository's root. Undefined when not set. */
export const dataDir = dataFolder(fileURLToPath(new URL('../../../../', import.meta.url)))

/** Bytes of a real file, such as `mnist/convnet_mnist_pretrained.pt`. */
export async function readData(name: string): Promise<Uint8Array> {
  if (dataDir === undefined) throw new Error('Expected LIKENESS_DATA_DIR to be set: skip tests that need it')
  return readFile(join(dataDir, name))
}
