export { cdist } from './cdist.js'
export { metrics, type Metric } from './metric.js'
export { nearestNeighbors, type NearestNeighbors, type NearestNeighborsOptions } from './nearest-neighbors.js'
export { pdist } from './pdist.js'
