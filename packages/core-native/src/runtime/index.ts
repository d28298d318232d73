export { capabilities, type Capabilities } from './capabilities.js'
export { CoreNativeError, type CoreNativeErrorCode } from './errors.js'
export type { Float, Matrix } from './matrix.js'
export type { ComputeOptions, Device } from './options.js'
