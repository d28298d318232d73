import { createHash } from 'node:crypto'
import {
  encodedImages,
  findNetwork,
  findPreprocessing,
  fitText,
  layerFeatures,
  resizeRules,
  useBackend,
  type Fit,
  type ImageRecipe,
  type KnownNetwork,
  type Network,
  type PreprocessingName,
  type ResizeRule,
} from '@likeness/nets'
import { defineCommand, writeFeatures, type CommandInput, type CommandServices } from '@likeness/study-kit'
import { aboutPath, type FeaturesAbout } from './features-about.js'
import { encoded, findImages } from './image-folder.js'
import { loadWeights } from './load-weights.js'
import { refused } from './refused.js'

/**
 * `likeness features`: layer features of a folder of images, written block by block; an interrupted run is gone on with by
 * the same command, to the same bytes.
 */
export default defineCommand({
  async run({ options }: CommandInput, services: CommandServices): Promise<string> {
    const name = options['network']!
    const known = findNetwork(name, '--network')
    checkRecipe(options)
    const batch = batchOf(options['batch'])
    checkLayers(known, options['layers']!)
    if (!/\.npy$/i.test(options['out']!)) throw refused('a file that ends in .npy', '--out', options['out'])
    const images = await findImages(options['images']!, services)
    const { network, recipe: usual, file } = await loadWeights(known, options['weights'], services)
    const recipe = changed(usual, options)
    const files = filesOf(network, options['layers']!, options['out']!)
    const backend = await useBackend('auto', { threads: services.threads })
    const about = {
      ...{ format: 'likeness-features/1' as const, network: network.name, images: images.map((image) => image.name) },
      ...{ preprocessing: recipe.preprocessing, resize: recipe.resize, fit: fitText(recipe) },
      ...{ weights: file, backend: backend.name },
    }
    const versions = images.map(({ bytes, modified }) => [bytes, modified])
    const key = createHash('sha256')
      .update(JSON.stringify([about, versions, batch]))
      .digest('hex')
    const layers = files.map(({ layer }) => layer)
    const source = encodedImages(encoded(images, services.read), recipe)
    const { signal } = services
    const { resumedAt } = await writeFeatures(
      files,
      (start) => layerFeatures(network, source, { layers, batch, start, signal }),
      { rows: images.length, key, signal, onProgress: services.stage(`${name}, ${images.length} images`) },
    )
    for (const { layer, path, shape } of files) {
      const content: FeaturesAbout = { ...about, layer, shape }
      await services.write(aboutPath(path), `${JSON.stringify(content, null, 1)}\n`)
    }
    const written = files.map(({ layer, path, cols }) => `${layer}: ${images.length} x ${cols} in ${path}`)
    return [...(resumedAt > 0 ? [`Went on behind image ${resumedAt}`] : []), ...written].join('\n')
  },
})

function checkRecipe({ preprocessing, resize, fit }: CommandInput['options']): void {
  if (preprocessing !== undefined) findPreprocessing(preprocessing)
  if (resize !== undefined && !resizeRules.includes(resize as ResizeRule))
    throw refused(`one of ${resizeRules.join(', ')}`, '--resize', resize)
  if (fit !== undefined && fit !== 'squash' && fit !== 'crop') throw refused('squash or crop', '--fit', fit)
}

/** The recipe that goes with the weights, but for what the command line says. */
function changed(usual: ImageRecipe, { preprocessing, resize, fit }: CommandInput['options']): ImageRecipe {
  return {
    ...usual,
    ...(preprocessing !== undefined && { preprocessing: preprocessing as PreprocessingName }),
    ...(resize !== undefined && { resize: resize as ResizeRule }),
    fit: fitOf(fit as Fit['kind'] | undefined, usual),
  }
}

// The usual ratio of short side to crop: 256 to 224.
function fitOf(kind: Fit['kind'] | undefined, { fit, side }: ImageRecipe): Fit {
  if (kind === undefined || kind === fit.kind) return fit
  return kind === 'squash' ? { kind } : { kind, shortSide: Math.round((side * 256) / 224) }
}

function batchOf(text = '16'): number {
  if (!/^[1-9]\d{0,4}$/.test(text)) throw refused('an integer from 1 to 99999', '--batch', text)
  return Number(text)
}

const layersOf = (list: string) => list.split(',').map((name) => name.trim())

/** Before the weights are read, which may take a while. */
function checkLayers(known: KnownNetwork, list: string): void {
  for (const [k, layer] of layersOf(list).entries()) {
    if (!known.layers.includes(layer)) throw refused(`one of ${known.layers.join(', ')}`, '--layers', layer || 'none')
    if (layersOf(list).indexOf(layer) !== k) throw refused('each layer once', '--layers', `${layer} twice`)
  }
}

function filesOf(network: Network, list: string, out: string) {
  const names = layersOf(list)
  return names.map((layer) => {
    const { shape } = network.layers.find((one) => one.name === layer)!
    const path = names.length === 1 ? out : out.replace(/\.npy$/i, `-${layer.replaceAll('/', '-')}.npy`)
    return { layer, path, shape, cols: shape.reduce((product, side) => product * side, 1) }
  })
}
