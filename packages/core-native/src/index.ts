export * from './distance/index.js'
export * from './runtime/index.js'
