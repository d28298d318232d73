export * from './distance/index.js'
export { openNpy, type FileMatrix } from './file/index.js'
export * from './runtime/index.js'
export * from './random/index.js'
