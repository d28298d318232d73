import type { ComputeOptions } from '@likeness/core-native'
import type { Network } from '@likeness/nets'
import { mean, quantileOfSorted } from '@likeness/stats'
import { imagesOf, selectImages, type Material } from './material.js'
import { comparedLayers, params, type ComparedLayer } from './params.js'
import { allCosines, featuresOf } from './similarity.js'

/** How alike the images of one digit are at one layer. */
export interface Distribution {
  readonly digit: number
  readonly layer: ComparedLayer
  /** Pairs of images whose cosine is defined (a blank image has none); at 0 the statistics are NaN. */
  readonly n: number
  readonly mean: number
  readonly median: number
  readonly quartiles: readonly [number, number]
  /** Pairs per bin of `histogramEdges`. */
  readonly counts: readonly number[]
}

/** Bin edges over the range of a cosine of non-negative features. */
export const histogramEdges = Array.from({ length: params.histogramBins + 1 }, (_, k) => k / params.histogramBins)

/** The similarity distribution of all pairs of images of each digit, at every layer. Digits with fewer than 3 images are left out. */
export async function similarityDistributions(
  network: Network,
  { images, labels }: Material,
  { onProgress, ...options }: ComputeOptions,
): Promise<Distribution[]> {
  const distributions: Distribution[] = []
  for (let digit = 0; digit < 10; digit++) {
    const indices = imagesOf(labels, digit)
    if (indices.length < 3) continue
    const features = await featuresOf(network, selectImages(images, indices), options.signal)
    for (const layer of comparedLayers)
      distributions.push(summarise(digit, layer, await allCosines(features[layer], options)))
    onProgress?.((digit + 1) / 10)
  }
  return distributions
}

/** Summary of the similarities of one digit at one layer; NaN among them are left out. */
export function summarise(digit: number, layer: ComparedLayer, similarities: Float32Array): Distribution {
  const sorted = new Float64Array(similarities.filter((s) => !Number.isNaN(s))).sort()
  const counts = new Array<number>(params.histogramBins).fill(0)
  // Rounding may leave a cosine a hair outside 0..1.
  for (const s of sorted)
    counts[Math.min(params.histogramBins - 1, Math.max(0, Math.floor(s * params.histogramBins)))]!++
  const at = (p: number) => (sorted.length > 0 ? quantileOfSorted(sorted, p) : NaN)
  return {
    digit,
    layer,
    n: sorted.length,
    mean: sorted.length > 0 ? mean(sorted) : NaN,
    median: at(0.5),
    quartiles: [at(0.25), at(0.75)],
    counts,
  }
}
