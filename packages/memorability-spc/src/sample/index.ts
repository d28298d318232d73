export type { MadeScores } from './made-scores.js'
export { sampleParams, type PlantedFeatures } from './planted-features.js'
export { makeSample, type Sample } from './sample.js'
export { toyParams } from './toy-images.js'
