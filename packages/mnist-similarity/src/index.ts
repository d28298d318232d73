export { default } from './study.js'
export { fixedPairs, pairCosines, pairSimilarities, type Pair } from './similarity.js'
export { recoverPairs, type Recovery } from './recover-pairs.js'
export type { Images, Material, Ratings } from './material.js'
