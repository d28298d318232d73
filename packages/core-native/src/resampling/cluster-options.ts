import { invalid } from '../runtime/errors.js'

/** The exponents of threshold-free cluster enhancement (Smith & Nichols 2009, equation 1). */
export interface Exponents {
  /** H, of the threshold: 0 to 10. Default 2. */
  readonly height?: number | undefined
  /** E, of the cluster's extent in voxels: 0 to 5. Default 0.5. */
  readonly extent?: number | undefined
}

/** A number of a closed interval. @throws CoreNativeError INVALID_ARGUMENT */
export function checkBetween(value: number, low: number, high: number, name: string): number {
  if (typeof value === 'number' && value >= low && value <= high) return value
  throw invalid(`a number from ${low} to ${high}`, name, value)
}

/** The exponents, with their defaults. @throws CoreNativeError INVALID_ARGUMENT */
export function checkExponents({ height = 2, extent = 0.5 }: Exponents): { height: number; extent: number } {
  return {
    height: checkBetween(height, 0, 10, 'options.height'),
    extent: checkBetween(extent, 0, 5, 'options.extent'),
  }
}

/** A cluster-forming threshold. @throws CoreNativeError INVALID_ARGUMENT unless it is finite and not negative */
export function checkThreshold(threshold: number): number {
  if (typeof threshold === 'number' && threshold >= 0 && threshold < Infinity) return threshold
  throw invalid('a finite number of at least 0', 'options.threshold', threshold)
}

const masses = ['value', 'excess'] as const
/**
 * What a cluster's mass sums: |value| (Maris & Oostenveld 2007, "Nonparametric statistical testing of EEG- and MEG-data"),
 * or |value| - threshold (Zhang, Nichols & Johnson 2009, "Cluster mass inference via random field theory").
 */
export type Mass = (typeof masses)[number]

/** @throws CoreNativeError INVALID_ARGUMENT */
export function checkMass(mass: Mass): Mass {
  if (!masses.includes(mass)) throw invalid(`one of ${masses.join(', ')}`, 'options.mass', mass)
  return mass
}
