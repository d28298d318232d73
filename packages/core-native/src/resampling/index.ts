export { bootstrapRsa, type BootstrapOver, type BootstrapRsa, type BootstrapRsaOptions } from './bootstrap-rsa.js'
export { rsaComparisons, type RsaComparison } from './comparison.js'
export type { BootstrapSummary } from './summarize-draws.js'
