import type { LayerTable } from './tables/read-layer.js'

/** Images with what is related of them; one entry each, joined by id. */
export type ImageTable = LayerTable
