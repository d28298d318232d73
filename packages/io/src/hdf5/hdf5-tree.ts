import type { NpyData } from '../elements.js'

/** Attributes that were asked for: texts, or numbers as h5wasm gives them. */
export type Hdf5Attributes = ReadonlyMap<string, string | readonly string[] | number | bigint | NpyData>

/** What a dataset holds: numbers; complex numbers; texts; paths of the objects that it refers to; or nothing readable. */
export type Hdf5Content =
  | { readonly kind: 'numbers'; readonly data: NpyData }
  | { readonly kind: 'complex'; readonly real: NpyData; readonly imaginary: NpyData }
  | { readonly kind: 'strings'; readonly data: readonly string[] }
  | { readonly kind: 'references'; readonly data: readonly (string | null)[] }
  | { readonly kind: 'other'; readonly what: string }

/** A dataset, in C order; a scalar has the shape []. */
export interface Hdf5Dataset {
  readonly kind: 'dataset'
  readonly attributes: Hdf5Attributes
  readonly shape: readonly number[]
  readonly content: Hdf5Content
}

/** A group and what it holds by name, in HDF5's order. */
export interface Hdf5Group {
  readonly kind: 'group'
  readonly attributes: Hdf5Attributes
  readonly children: ReadonlyMap<string, Hdf5Node>
}

/** An object of an HDF5 file; a type or a link that leads nowhere or outside is only named. */
export type Hdf5Node = Hdf5Group | Hdf5Dataset | { readonly kind: 'other'; readonly what: string }

/** What a worker is given to read. */
export interface Hdf5Job {
  readonly bytes: Uint8Array
  /** names of attributes that are read; one that ends in `*` also with a number behind it */
  readonly attributes: readonly string[]
  /** names in the root that are read; all when absent */
  readonly top?: readonly string[] | undefined
  /** most bytes of all contents */
  readonly maxBytes: number
  /** most objects */
  readonly maxObjects: number
}

/** What a worker answers. */
export type Hdf5Answer =
  | { readonly tree: Hdf5Group }
  | { readonly code: 'INVALID_FORMAT' | 'LIMIT_EXCEEDED'; readonly expected: string; readonly received: string }
