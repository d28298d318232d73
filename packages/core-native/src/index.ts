export * from './distance/index.js'
export * from './runtime/index.js'
export * from './random/index.js'
