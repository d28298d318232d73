export { Philox, philox } from './philox.js'
export type { MutableArray } from './philox.js'
export { philox4x32 } from './philox4x32.js'
