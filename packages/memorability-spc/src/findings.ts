import type { HubReport } from './distinctiveness/hubs.js'
import type { SeedAgreement } from './features/seed-agreement.js'
import type { LayerFindings } from './layers.js'
import type { ReleasedNeighbours } from './released-neighbours.js'
import type { ImageFeaturesMade } from './own-images/index.js'
import type { MemorabilityTable, Relations } from './relations/relations.js'

/** What only the authors' released files can show. */
export interface ReleasedFindings {
  readonly kind: 'released'
  readonly neighbours: ReleasedNeighbours
  readonly layers: LayerFindings
  /** The released errors of fc2 beside those of the paper's data: the same procedure, another draw. */
  readonly runs: {
    readonly ids: Int32Array
    readonly released: Float64Array
    readonly paper: Float64Array
    readonly pearson: number
    readonly spearman: number
  }
  /** r of the distance with the corrected hit rate where rows are matched by their order in the files, not by image. */
  readonly unjoined: number
}

/** What the study computed itself, from features. */
export interface ComputedFindings {
  readonly kind: 'computed'
  readonly seeds: SeedAgreement
  readonly planted?: PlantedFindings
  /** What the features are made of, where they come from images. */
  readonly made?: ImageFeaturesMade
}

/** What became of the planted answers and probes of the sample, by key: numbers for `values`. */
export type PlantedFindings = Readonly<Record<string, number>>

/** All that the study's stages found, for its values, tables and figures. */
export interface Findings {
  readonly data: 'real' | 'sample' | 'own'
  /** The images that all tables have, joined by id. */
  readonly table: MemorabilityTable
  readonly relations: Relations
  /** Whose nearest neighbour is who. */
  readonly hubs: HubReport & { readonly nameOf: (neighbour: number) => string }
  readonly source: ReleasedFindings | ComputedFindings
  /** What memorability is called: the corrected hit rate, or the name of a score. */
  readonly score: string
  /** Layers that distances and errors are of. */
  readonly layer: { readonly distinctiveness: string; readonly reconstructionError: string }
}
