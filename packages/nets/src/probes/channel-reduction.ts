import { invalid } from '../nets-error.js'

/**
 * How the channels of a gradient become one map: the largest magnitude (Xplique's and the harmonization evaluator's), the
 * magnitude of the mean, the mean magnitude, or the signed mean (harmonization's training loss).
 */
export type ChannelReduction = 'maxAbs' | 'absMean' | 'meanAbs' | 'mean'

const reductions: Readonly<Record<ChannelReduction, (values: Float32Array) => number>> = {
  maxAbs: (values) => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0),
  absMean: (values) => Math.abs(mean(values)),
  meanAbs: (values) => values.reduce((sum, value) => sum + Math.abs(value), 0) / values.length,
  mean,
}

function mean(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** One number for each pixel. @throws NetsError INVALID_ARGUMENT for an unknown reduction */
export function reduceChannels(values: Float32Array, channels: number, reduction: ChannelReduction): Float32Array {
  if (!Object.hasOwn(reductions, reduction))
    throw invalid(`one of ${Object.keys(reductions).join(', ')}`, 'reduce', reduction)
  const reduce = reductions[reduction]
  return Float32Array.from({ length: values.length / channels }, (_, k) =>
    reduce(values.subarray(k * channels, (k + 1) * channels)),
  )
}
