import { createHash } from 'node:crypto'
import {
  findPreprocessing,
  layerFeatures,
  resizeRules,
  useBackend,
  type Network,
  type PreprocessingName,
  type ResizeRule,
} from '@likeness/nets'
import { defineCommand, writeFeatures, type CommandInput, type CommandServices } from '@likeness/study-kit'
import { aboutPath, type FeaturesAbout } from './features-about.js'
import { findImages, imageSource, type ImageRecipe } from './image-folder.js'
import { loadWeights } from './load-weights.js'
import { findNetwork, type Fit, type KnownNetwork } from './networks.js'
import { refused } from './refused.js'

/**
 * `likeness features`: layer features of a folder of images, written block by block; an interrupted run is gone on with by
 * the same command, to the same bytes.
 */
export default defineCommand({
  async run({ options }: CommandInput, services: CommandServices): Promise<string> {
    const name = options['network']!
    const known = findNetwork(name)
    const recipe = recipeOf(known, options)
    const batch = batchOf(options['batch'])
    const images = await findImages(options['images']!, services)
    const { weights, file } = await loadWeights(name, known, options['weights'], services)
    const network = known.build(weights)
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
    const source = imageSource(images, recipe, services.read)
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

function recipeOf(known: KnownNetwork, options: CommandInput['options']): ImageRecipe {
  const { preprocessing = known.preprocessing, resize = known.resize, fit } = options
  findPreprocessing(preprocessing)
  if (!resizeRules.includes(resize as ResizeRule)) throw refused(`one of ${resizeRules.join(', ')}`, '--resize', resize)
  if (fit !== undefined && fit !== 'squash' && fit !== 'crop') throw refused('squash or crop', '--fit', fit)
  return {
    ...{ side: known.side, resize: resize as ResizeRule, preprocessing: preprocessing as PreprocessingName },
    fit: fitOf(fit, known),
  }
}

// The usual ratio of short side to crop: 256 to 224.
function fitOf(kind: Fit['kind'] | undefined, { fit, side }: KnownNetwork): Fit {
  if (kind === undefined || kind === fit.kind) return fit
  return kind === 'squash' ? { kind } : { kind, shortSide: Math.round((side * 256) / 224) }
}

const fitText = ({ fit, side }: ImageRecipe) =>
  fit.kind === 'squash' ? `both sides to ${side}` : `short side to ${fit.shortSide}, middle ${side} x ${side}`

function batchOf(text = '16'): number {
  if (!/^[1-9]\d{0,4}$/.test(text)) throw refused('an integer from 1 to 99999', '--batch', text)
  return Number(text)
}

function filesOf(network: Network, list: string, out: string) {
  if (!/\.npy$/i.test(out)) throw refused('a file that ends in .npy', '--out', out)
  const names = list.split(',').map((name) => name.trim())
  return names.map((layer, k) => {
    const shape = network.layers.find((one) => one.name === layer)?.shape
    const known = network.layers.map((one) => one.name).join(', ')
    if (!shape) throw refused(`one of ${known}`, '--layers', layer || 'none')
    if (names.indexOf(layer) !== k) throw refused('each layer once', '--layers', `${layer} twice`)
    const path = names.length === 1 ? out : out.replace(/\.npy$/i, `-${layer.replaceAll('/', '-')}.npy`)
    return { layer, path, shape, cols: shape.reduce((product, side) => product * side, 1) }
  })
}
