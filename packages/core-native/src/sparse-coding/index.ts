export { istaStatuses, type IstaConstants, type IstaStatus } from './ista-options.js'
export type { IstaCodes, IstaOptions } from './ista.js'
export { learnDictionary, type LearnedDictionary, type LearnOptions } from './learn-dictionary.js'
export { sparseEncode } from './sparse-encode.js'
