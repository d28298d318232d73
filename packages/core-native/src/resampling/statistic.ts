import { invalid } from '../runtime/errors.js'
import { checkExponents, checkMass, checkThreshold, type Exponents, type Mass } from './cluster-options.js'
import { checkConnectivity, type Connectivity } from './connectivity.js'

const statistics = ['voxel', 'cluster-size', 'cluster-mass', 'tfce'] as const

interface OfClusters {
  /** Voxels with |t| beyond it form clusters, those of the two signs apart. */
  readonly threshold: number
  readonly connectivity: Connectivity
}

/** What each voxel is given and compared with its maximum: t, its cluster's voxels or mass, or its TFCE score. */
export type VolumeStatistic =
  | { readonly statistic: 'voxel' }
  | ({ readonly statistic: 'cluster-size' } & OfClusters)
  | ({ readonly statistic: 'cluster-mass'; readonly mass?: Mass | undefined } & OfClusters)
  | ({ readonly statistic: 'tfce'; readonly connectivity: Connectivity } & Exponents)

/** A statistic with everything filled in; what it does not use has no effect. */
export interface CheckedStatistic {
  readonly name: (typeof statistics)[number]
  /** The index, as native code knows it. */
  readonly index: number
  readonly connectivity: Connectivity
  readonly axesApart: number
  readonly threshold: number
  /** What |t| is taken above, for the mass. */
  readonly subtracted: number
  readonly height: number
  readonly extent: number
}

type Given = Exponents & Partial<OfClusters> & { readonly mass?: Mass | undefined; readonly statistic: string }

/** @throws CoreNativeError INVALID_ARGUMENT */
export function checkStatistic(options: VolumeStatistic): CheckedStatistic {
  const { statistic, threshold, connectivity, mass, height, extent } = options as Given
  const index = (statistics as readonly string[]).indexOf(statistic)
  if (index < 0) throw invalid(`one of ${statistics.join(', ')}`, 'options.statistic', statistic)
  const name = statistics[index]!
  const unused = { connectivity: 6, axesApart: 1, threshold: 0, subtracted: 0, height: 2, extent: 0.5 } as const
  if (name === 'voxel') return { ...unused, name, index }
  const neighbours = { axesApart: checkConnectivity(connectivity!), connectivity: connectivity! }
  if (name === 'tfce') return { ...unused, name, index, ...neighbours, ...checkExponents({ height, extent }) }
  const beyond = { threshold: checkThreshold(threshold!) }
  if (name === 'cluster-size') return { ...unused, name, index, ...neighbours, ...beyond }
  const subtracted = checkMass(mass ?? 'value') === 'excess' ? beyond.threshold : 0
  return { ...unused, name, index, ...neighbours, ...beyond, subtracted }
}
