import { bars, type Bar } from '@likeness/figures'
import type { FigureResult } from '@likeness/study-kit'
import { thousands } from '../format.js'

/** A correlation with its interval, as a bar shows it. */
export interface LayerValue {
  readonly estimate: number
  readonly ci: readonly [number, number]
}

/** One layer's correlations with memorability. */
export interface LayerBars {
  readonly name: string
  readonly distinctiveness: LayerValue
  readonly reconstructionError: LayerValue
  /** Of the reconstruction error, given the same layer's distinctiveness. */
  readonly partial: LayerValue
}

const groups = [
  ['distinctiveness', 'distinctiveness'],
  ['reconstructionError', 'reconstruction error'],
  ['partial', 'reconstruction error given distinctiveness'],
] as const

/** Correlation with memorability at every layer: distinctiveness, reconstruction error, and the partial of the latter. */
export function layersFigure(layers: readonly LayerBars[], n: number, resamples: number): FigureResult {
  const bar = (layer: LayerBars, key: (typeof groups)[number][0], group: string): Bar => {
    const { estimate, ci } = layer[key]
    return { label: layer.name.replace('_pool', ''), group, value: estimate, interval: ci }
  }
  return {
    id: 'memorability-spc-layers',
    title: 'Which layer relates to memorability?',
    caption: `The paper's own data. Pearson's r with the corrected hit rate: distinctiveness (distance to the nearest other image), reconstruction error, and the partial correlation of the reconstruction error given the same layer's distinctiveness. block1 to fc2 are the paper's layers 1 to 7. Whiskers: 95 % percentile bootstrap over images, ${thousands(resamples)} resamples.`,
    svg: bars({
      id: 'memorability-spc-layers',
      bars: layers.flatMap((layer) => groups.map(([key, group]) => bar(layer, key, group))),
      yLabel: 'correlation with the corrected hit rate',
      notes: [`n = ${thousands(n)} images; whiskers: 95 % bootstrap, ${thousands(resamples)} resamples`],
      size: { width: 560, height: 340 },
    }),
  }
}
