import { findNetwork, findPreprocessing, type KnownNetwork, type PreprocessingName } from '@likeness/nets'

/** What is to be computed of images. */
export interface ImageChoice {
  readonly known: KnownNetwork
  readonly layer: string
  /** Absent: as the weights want it; for Hybrid-1365 raw, as published. */
  readonly preprocessing?: PreprocessingName
}

const published = 'fc2'

/**
 * Checks the options of images before anything is read.
 * @param raw as the command line has them; `images`, `weights` and `scores` are paths
 * @returns undefined where none of them is given
 * @throws RangeError saying which option is missing, has no meaning here, or must be another; NetsError for an unknown network
 *   or preprocessing
 */
export function imageChoice(raw: Readonly<Record<string, string>>): ImageChoice | undefined {
  if (raw['images'] === undefined) {
    const alone = ['network', 'layer', 'weights', 'preprocessing'].find((name) => raw[name])
    if (alone) throw new RangeError(`Expected --images for --${alone} but received none`)
    return undefined
  }
  for (const other of ['features', 'ids'])
    if (raw[other] !== undefined)
      throw new RangeError(`Expected --images or --features, with --ids for the latter, but received --images and --${other}`) // prettier-ignore
  for (const needed of ['network', 'weights', 'scores'])
    if (!raw[needed]) throw new RangeError(`Expected --${needed} for --images but received none`)
  const known = findNetwork(raw['network']!, '--network')
  const { preprocessing } = raw
  if (preprocessing) findPreprocessing(preprocessing)
  return {
    ...{ known, layer: layerOf(known, raw['layer']) },
    ...(preprocessing && { preprocessing: preprocessing as PreprocessingName }),
  }
}

function layerOf({ name, layers }: KnownNetwork, asked: string | undefined): string {
  const layer = asked || published
  if (layers.includes(layer)) return layer
  throw new RangeError(`Expected one of ${layers.join(', ')} for --layer of ${name} but received ${asked || 'none'}`)
}
