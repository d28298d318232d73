export { agreement, type Agreement } from './agreement.js'
export type { ConvergenceReport } from './convergence.js'
export { checkFinite } from './check-finite.js'
export { drawUnits } from './draw-units.js'
export type { LegacyStream } from './legacy-stream.js'
export {
  reconstructionErrors,
  type Estimator,
  type LassoErrors,
  type ReconstructionErrors,
  type ReconstructionOptions,
  type SparseCoding,
} from './reconstruction-errors.js'
export { sampleUnits, type SampleUnitsOptions } from './sample-units.js'
export { scaleFeatures, type ScaledFeatures } from './scale-features.js'
export { seedAgreement, type SeedAgreement, type SeedAgreementOptions } from './seed-agreement.js'
export { rowsOf, type Source } from './source.js'
export { coreCoder, type BatchStatus, type SparseCoder } from './sparse-coder.js'
