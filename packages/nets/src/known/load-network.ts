import type { ImageRecipe } from '../images/image-recipe.js'
import { NetsError } from '../nets-error.js'
import type { Network } from '../network.js'
import { layerMapping } from '../weights/conventions.js'
import { mapWeights, type WeightMapping } from '../weights/map-weights.js'
import { readWeightsFile, type ReadWeightsOptions, type WeightsFile } from '../weights/read-weights-file.js'
import type { WeightsFormat } from '../weights/weights-format.js'
import type { KnownNetwork, WeightNaming } from './known-network.js'

/** A network with the weights of a file. */
export interface LoadedNetwork {
  readonly network: Network
  /** How images are made for these weights: as they were trained, which their names in the file tell. */
  readonly recipe: ImageRecipe
  readonly format: WeightsFormat
  /** Whose names the file has: `likeness`, `torchvision`, `Keras`. */
  readonly names: string
}

/**
 * A known network with the weights of a file of any kind that `readWeightsFile` reads. The naming of which the file has most
 * tensors counts; tensors that the network does not need (`num_batches_tracked`, say) are left aside.
 * @throws NetsError INVALID_WEIGHTS naming the first tensor that is missing, or has another shape; what `readWeightsFile`
 *   throws
 */
export async function loadNetwork(
  known: KnownNetwork,
  bytes: Uint8Array,
  options: ReadWeightsOptions = {},
): Promise<LoadedNetwork> {
  const file = await readWeightsFile(bytes, options)
  const naming = namingOf(known, file, options.name ?? 'the weights')
  // The builder checks names and shapes.
  const weights = mapWeights(file.tensors, mappingOf(naming, file))
  return { network: naming.build(weights), recipe: naming.recipe, format: file.format, names: naming.name }
}

const isKeras = ({ format }: WeightsFile) => format === 'Keras h5' || format === 'TensorFlow.js'

function namingOf(known: KnownNetwork, file: WeightsFile, label: string): WeightNaming {
  const kind = isKeras(file) ? 'keras' : 'torch'
  const candidates = known.namings.filter(({ files }) => files === kind)
  const counted = candidates.map((naming) => ({ naming, found: foundNames(naming, file) }))
  const most = Math.max(0, ...counted.map(({ found }) => found))
  const best = most > 0 ? counted.find(({ found }) => found === most) : undefined
  if (best) return best.naming
  throw unrelated(known, candidates, file, label)
}

function unrelated(
  known: KnownNetwork,
  candidates: readonly WeightNaming[],
  file: WeightsFile,
  label: string,
): NetsError {
  const some = [...file.tensors.keys()].slice(0, 8).join(', ') + (file.tensors.size > 8 ? ', …' : '')
  const wanted = candidates.map((naming) => `${firstName(naming, file)} (${naming.name})`)
  const expected =
    wanted.length > 0
      ? `Expected tensors of ${known.name}, such as ${[...new Set(wanted)].join(' or ')}, for ${label}`
      : `Expected a file of PyTorch, npz or safetensors for the weights of ${known.name} from ${label}`
  return new NetsError('INVALID_WEIGHTS', `${expected} but received ${some || 'none'} (${file.format})`)
}

/** How many of its tensors (of a Keras file: layers) the file has. */
function foundNames(naming: WeightNaming, file: WeightsFile): number {
  if (!file.layers) return Object.values(mappingOf(naming, file)).filter(({ from }) => file.tensors.has(from)).length
  const there = new Set(file.layers.map(({ name }) => name))
  return naming.layers!.filter(({ name, from = name }) => there.has(from)).length
}

function firstName(naming: WeightNaming, file: WeightsFile): string {
  const [first] = naming.layers ?? []
  if (first && file.layers) return first.from ?? first.name
  return Object.values(mappingOf(naming, file))[0]!.from
}

function mappingOf(
  { layers, builder, shapes, files }: WeightNaming,
  { format, layers: inFile }: WeightsFile,
): WeightMapping {
  if (!layers) return Object.fromEntries(Object.keys(shapes).map((name) => [name, { from: name }]))
  if (files === 'torch') return layerMapping('torch', layers, undefined, builder)
  return layerMapping(format === 'TensorFlow.js' ? 'tfjs' : 'keras', layers, inFile, builder)
}
