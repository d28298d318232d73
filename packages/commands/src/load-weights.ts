import { createHash } from 'node:crypto'
import { basename, join } from 'node:path'
import { readDeepCompression, readNpz, squeezeNetLayers } from '@likeness/io'
import type { Weights } from '@likeness/nets'
import { StudyKitError, type CommandServices } from '@likeness/study-kit'
import type { KnownNetwork } from './networks.js'
import { refused } from './refused.js'

/** Weights, and what file they come from. */
export interface LoadedWeights {
  readonly weights: Weights
  readonly file: { readonly name: string; readonly bytes: number; readonly sha256: string }
}

/**
 * The weights of a network: the file that was given, or the one that belongs in LIKENESS_DATA_DIR. An npz holds one float32
 * array per name of the network's shapes; any other file is SqueezeNet's Deep Compression file.
 * @throws StudyKitError DATA_MISSING with the file that is expected and where to get it; INVALID_ARGUMENT for arrays that are
 *   not float32; FormatError for a file of another kind
 */
export async function loadWeights(
  name: string,
  network: KnownNetwork,
  given: string | undefined,
  services: CommandServices,
): Promise<LoadedWeights> {
  const path = given ?? usualPath(name, network, services.dataFolder)
  const bytes = await services.read(path).catch((cause: Error) => {
    if (given !== undefined || !network.weights) throw cause
    const message = `Expected the weights of ${name} at ${path}, or --weights: get them from ${network.weights.get}`
    throw new StudyKitError('DATA_MISSING', message, { cause })
  })
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  return { weights: read(bytes, name, basename(path)), file: { name: basename(path), bytes: bytes.length, sha256 } }
}

function usualPath(name: string, { weights }: KnownNetwork, dataFolder: string | undefined): string {
  if (!weights) throw refused(`--weights (an npz with the arrays of ${name})`, name, 'none')
  if (dataFolder) return join(dataFolder, weights.file)
  throw new StudyKitError(
    'DATA_MISSING',
    `Expected LIKENESS_DATA_DIR to name the folder with ${weights.file}, or --weights, but neither is set: get it from ${weights.get}`,
  )
}

function read(bytes: Uint8Array, network: string, name: string): Weights {
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) {
    if (network !== 'squeezenet') throw refused(`an npz for the weights of ${network}`, '--weights', name)
    return readDeepCompression(bytes, squeezeNetLayers, { name })
  }
  const weights = new Map<string, { data: Float32Array; shape: readonly number[] }>()
  for (const [key, { data, shape, dtype }] of readNpz(bytes, { name })) {
    if (!(data instanceof Float32Array)) throw refused('float32 arrays', `${key} of ${name}`, dtype)
    weights.set(key, { data, shape })
  }
  return weights
}
