import { bootstrapInterval, type BootstrapResult } from '@likeness/stats'
import { progressParts } from './progress-parts.js'
import { layerRelations, type LayerRelations } from './relations/layer-relations.js'
import { pearsonAt } from './relations/pair.js'
import { DEFAULT_RESAMPLES, type AnalysisOptions } from './relations/run.js'
import type { LayerTable } from './tables/read-layer.js'

/** The layers' relations with bootstrap intervals of the simple correlations too, layer 1 first. */
export interface LayerFindings extends LayerRelations {
  readonly bootstraps: readonly {
    readonly distinctiveness: BootstrapResult
    readonly reconstructionError: BootstrapResult
  }[]
  readonly resamples: number
}

const simple = ['distinctiveness', 'reconstructionError'] as const

/**
 * Relates every layer of the paper's data to memorability.
 * @throws what `layerRelations` throws
 */
export async function analyseLayers(layers: readonly LayerTable[], options: AnalysisOptions): Promise<LayerFindings> {
  const { seed, signal, resamples = DEFAULT_RESAMPLES } = options
  const [first, second] = progressParts(options.onProgress, [4, 1])
  const relations = await layerRelations(layers, { seed, resamples, ...(signal && { signal }), ...first })
  const bootstraps: LayerFindings['bootstraps'][number][] = []
  for (const layer of layers) {
    const of = async (name: (typeof simple)[number]) => {
      const statistic = pearsonAt(layer[name], layer.memorability)
      return bootstrapInterval(layer.ids.length, statistic, { seed, resamples, ...(signal && { signal }) })
    }
    bootstraps.push({
      distinctiveness: await of('distinctiveness'),
      reconstructionError: await of('reconstructionError'),
    })
    second!.onProgress?.(bootstraps.length / layers.length)
  }
  return { ...relations, bootstraps, resamples }
}

/** The layer, from 1, at which a number is largest. */
export const peakOf = ({ layers }: LayerRelations, of: (layer: LayerRelations['layers'][number]) => number): number =>
  layers.reduce((best, layer) => (of(layer) > of(best) ? layer : best)).layer
