import { invalid } from '../runtime/errors.js'

const connectivities = [6, 18, 26] as const
/** Neighbours of a voxel: those that share a face (6), at least an edge (18), or at least a corner (26). */
export type Connectivity = (typeof connectivities)[number]

/** Along how many axes neighbours may differ: 1, 2 or 3. @throws CoreNativeError INVALID_ARGUMENT */
export function checkConnectivity(connectivity: Connectivity): number {
  const index = connectivities.indexOf(connectivity)
  if (index < 0) throw invalid(`one of ${connectivities.join(', ')}`, 'options.connectivity', connectivity)
  return index + 1
}
