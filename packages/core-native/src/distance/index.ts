export { cdist } from './cdist.js'
export { metrics, type Metric } from './metric.js'
export { pdist } from './pdist.js'
