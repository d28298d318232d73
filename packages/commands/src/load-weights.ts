import { createHash } from 'node:crypto'
import { basename, dirname, join } from 'node:path'
import { loadNetwork, type KnownNetwork, type LoadedNetwork } from '@likeness/nets'
import { StudyKitError, type CommandServices } from '@likeness/study-kit'
import type { FeaturesAbout } from './features-about.js'
import { refused } from './refused.js'

/** A network, how its images are made, and what file its weights come from. */
export interface LoadedWeights extends Pick<LoadedNetwork, 'network' | 'recipe'> {
  readonly file: FeaturesAbout['weights']
}

/**
 * A network with its weights: those of the file that was given, of any kind that nets reads, or of the one that belongs in
 * LIKENESS_DATA_DIR. Size and checksum of a TensorFlow.js model are those of model.json and its shards in their order.
 * @throws StudyKitError DATA_MISSING with the file that is expected and where to get it; NetsError INVALID_WEIGHTS for weights
 *   that do not fit; FormatError for a damaged file
 */
export async function loadWeights(
  known: KnownNetwork,
  given: string | undefined,
  services: CommandServices,
): Promise<LoadedWeights> {
  const path = given ?? usualPath(known, services.dataFolder)
  const first = await services.read(path).catch((cause: Error) => {
    if (given !== undefined || !known.weights) throw cause
    const message = `Expected the weights of ${known.name} at ${path}, or --weights: get them from ${known.weights.get}`
    throw new StudyKitError('DATA_MISSING', message, { cause })
  })
  const hash = createHash('sha256').update(first)
  let bytes = first.length
  const shard = async (file: string) => {
    const content = await services.read(join(dirname(path), file))
    hash.update(content)
    bytes += content.length
    return content
  }
  const name = basename(path)
  const { network, recipe, format, names } = await loadNetwork(known, first, { name, shard })
  return { network, recipe, file: { name, bytes, sha256: hash.digest('hex'), format, names } }
}

function usualPath({ name, weights }: KnownNetwork, dataFolder: string | undefined): string {
  if (!weights) throw refused(`--weights (a file with the weights of ${name})`, name, 'none')
  if (dataFolder) return join(dataFolder, weights.file)
  throw new StudyKitError(
    'DATA_MISSING',
    `Expected LIKENESS_DATA_DIR to name the folder with ${weights.file}, or --weights, but neither is set: get it from ${weights.get}`,
  )
}
