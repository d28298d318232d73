import { createHash } from 'node:crypto'
import {
  defaultBatch,
  encodedImages,
  fitText,
  layerFeatures,
  loadNetwork,
  useBackend,
  type EncodedImage,
  type ImageRecipe,
} from '@likeness/nets'
import { writeFeatures, type GivenFile, type StudyContext } from '@likeness/study-kit'
import type { ImageChoice } from './image-choice.js'

/** What the features of images are made of. */
export interface ImageFeaturesMade {
  readonly network: string
  readonly layer: string
  readonly images: number
  readonly preprocessing: string
  readonly resize: string
  readonly fit: string
  /** Name of the file of the weights, kind of file, and whose names its tensors have. */
  readonly weights: { readonly name: string; readonly format: string; readonly names: string }
}

/** What `writeImageFeatures` is given. */
export interface ImageFeaturesInput extends ImageChoice {
  /** In the order of the rows. */
  readonly images: readonly EncodedImage[]
  /** Of all names and contents of the images. */
  readonly sha256: string
  readonly weights: GivenFile
}

/** Images per block, at most: what a run that was killed computes again. */
const mostPerBlock = 16

type Services = Pick<StudyContext, 'signal' | 'threads' | 'stage' | 'cache' | 'note' | 'workFile'>

/**
 * The study's first stage: a layer of a network for each image, written block by block to an npy file (images x units, float32,
 * channels last), so that memory stays that of one block. A run that was stopped goes on behind the last block.
 * @returns the file's path, which lives as long as the run, and what the features are
 * @throws NetsError or FormatError for weights that cannot be used; FormatError naming an image that does not decode;
 *   DATA_MISMATCH for an image that changed meanwhile; `signal.reason` once aborted
 */
export async function writeImageFeatures(
  input: ImageFeaturesInput,
  { signal, threads, stage, cache, note, workFile }: Services,
): Promise<{ readonly path: string; readonly made: ImageFeaturesMade }> {
  const backend = await useBackend('auto', { threads })
  note('TensorFlow.js backend', backend.name)
  const bytes = await input.weights.read()
  const key = keyOf(input, bytes, backend.name)
  const path = await workFile(`features-${key.slice(0, 16)}.npy`)
  const onProgress = stage('features')
  const made = await cache('features', () => compute(input, bytes, { path, key, signal, onProgress }))
  onProgress(1)
  return { path, made }
}

/** Another file for other images, weights or preprocessing: what an earlier run left is then never taken for this one's. */
function keyOf(
  { known, layer, preprocessing, images, sha256 }: ImageFeaturesInput,
  bytes: Uint8Array,
  backend: string,
) {
  const weights = createHash('sha256').update(bytes).digest('hex')
  const names = images.map(({ name }) => name)
  const what = [known.name, layer, preprocessing ?? 'usual', weights, sha256, names, backend, mostPerBlock]
  return createHash('sha256').update(JSON.stringify(what)).digest('hex')
}

interface Target {
  readonly path: string
  readonly key: string
  readonly signal: AbortSignal
  readonly onProgress: (fraction: number, detail?: string) => void
}

async function compute(
  { known, layer, preprocessing, images, weights }: ImageFeaturesInput,
  bytes: Uint8Array,
  { path, key, signal, onProgress }: Target,
): Promise<ImageFeaturesMade> {
  const { network, recipe: usual, format, names } = await loadNetwork(known, bytes, { name: weights.name })
  const recipe: ImageRecipe = { ...usual, ...(preprocessing && { preprocessing }) }
  const source = encodedImages(images, recipe)
  const batch = Math.min(mostPerBlock, defaultBatch(network))
  const { shape } = network.layers.find(({ name }) => name === layer)!
  const cols = shape.reduce((product, side) => product * side, 1)
  const rows = images.length
  const tell = (fraction: number) => onProgress(fraction, `${Math.round(fraction * rows)} of ${rows} images`)
  await writeFeatures(
    [{ layer, path, cols }],
    (start) => layerFeatures(network, source, { layers: [layer], batch, start, signal }),
    { rows, key, signal, onProgress: tell },
  ).catch((error: unknown) => {
    // A study's run says itself how it is gone on with.
    signal.throwIfAborted()
    throw error
  })
  const made = { network: known.name, layer, images: rows, weights: { name: weights.name, format, names } }
  return { ...made, preprocessing: recipe.preprocessing, resize: recipe.resize, fit: fitText(recipe) }
}
