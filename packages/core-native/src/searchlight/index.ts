export type { Neighbourhoods } from './neighbourhoods.js'
export type { Shape3, Volume } from './volume.js'
