import { bootstrapIntervals, type BootstrapResult } from '@likeness/stats'
import { progressParts } from './progress-parts.js'
import { layerRelations, type LayerRelations } from './relations/layer-relations.js'
import { correlationsAt } from './relations/resampled-correlations.js'
import { DEFAULT_RESAMPLES, type AnalysisOptions } from './relations/run.js'
import type { LayerTable } from './tables/read-layer.js'

/** Bootstraps over images of a layer's correlations with memorability. */
export interface LayerBootstraps {
  readonly distinctiveness: BootstrapResult
  readonly reconstructionError: BootstrapResult
}

/** The layers' relations with bootstrap intervals of the simple correlations too, layer 1 first. */
export interface LayerFindings extends LayerRelations {
  readonly bootstraps: readonly LayerBootstraps[]
  readonly resamples: number
}

/**
 * Relates every layer of the paper's data to memorability.
 * @throws what `layerRelations` throws
 */
export async function analyseLayers(layers: readonly LayerTable[], options: AnalysisOptions): Promise<LayerFindings> {
  const { seed, signal, resamples = DEFAULT_RESAMPLES } = options
  const [first, second] = progressParts(options.onProgress, [2, 1])
  const relations = await layerRelations(layers, { seed, resamples, ...(signal && { signal }), ...first })
  const bootstraps: LayerBootstraps[] = []
  for (const { ids, memorability, distinctiveness, reconstructionError } of layers) {
    const columns = { memorability, distinctiveness, reconstructionError }
    const statistics = (indices: Int32Array) => {
      const { correlation } = correlationsAt(columns, indices)
      return {
        distinctiveness: correlation('distinctiveness', 'memorability'),
        reconstructionError: correlation('reconstructionError', 'memorability'),
      }
    }
    bootstraps.push(await bootstrapIntervals(ids.length, statistics, { seed, resamples, ...(signal && { signal }) }))
    second!.onProgress?.(bootstraps.length / layers.length)
  }
  return { ...relations, bootstraps, resamples }
}

/** The layer, from 1, at which a number is largest. */
export const peakOf = ({ layers }: LayerRelations, of: (layer: LayerRelations['layers'][number]) => number): number =>
  layers.reduce((best, layer) => (of(layer) > of(best) ? layer : best)).layer
