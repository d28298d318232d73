export { default } from './study.js'
export { params } from './params.js'
export { analyseFeatures, type CodingChoice, type Material } from './computed.js'
export {
  distinctiveness,
  hubs,
  neighbourModes,
  type Distinctiveness,
  type HubReport,
  type NeighbourMode,
} from './distinctiveness/index.js'
export { reconstructionErrors, seedAgreement, type ReconstructionErrors, type SeedAgreement } from './features/index.js'
export { RandomState } from './legacy-random/random-state.js'
export { joinById } from './relations/join-by-id.js'
export { relations, type MemorabilityTable, type Relations } from './relations/relations.js'
