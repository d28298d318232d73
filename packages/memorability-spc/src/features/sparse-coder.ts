import { learnDictionary, sparseEncode, type ComputeOptions, type Matrix } from '@likeness/core-native'

/**
 * How a batch of the iterative thresholding ended; `converged-at-start`: its first change was within the tolerance, so its
 * codes are next to zero.
 */
export const batchStatuses = ['converged', 'iteration-limit', 'converged-at-start', 'diverged'] as const

export type BatchStatus = (typeof batchStatuses)[number]

/** Batches of the iterative thresholding: one entry each. */
export interface Batches {
  readonly iterations: Int32Array
  /** The last ratio of the norm of the change to that of the codes. */
  readonly ratios: Float64Array
  readonly status: readonly BatchStatus[]
}

interface Thresholding {
  readonly stepSize: number
  readonly threshold: number
  readonly tolerance: number
  /** Updates of the codes at most. */
  readonly maxIterations: number
  readonly centre: 'grand-mean'
}

/** The two functions of core-native that make up the model. */
export interface SparseCoder {
  sparseEncode(
    x: Matrix,
    dictionary: Matrix,
    options: Thresholding & { readonly method: 'ista' } & ComputeOptions,
  ): Promise<Batches & { readonly codes: Matrix; readonly errors: Float64Array; readonly finalErrors: Float64Array }>
  sparseEncode(
    x: Matrix,
    dictionary: Matrix,
    options: {
      readonly method: 'coordinate-descent'
      readonly alpha: number
      readonly centre: 'grand-mean'
    } & ComputeOptions,
  ): Promise<{ readonly codes: Matrix; readonly errors: Float64Array; readonly converged: ArrayLike<number> }>
  learnDictionary(
    x: Matrix,
    dictionary: Matrix,
    options: Thresholding & {
      readonly batches: Int32Array
      readonly batchSize: number
      readonly learningRate: number
      readonly checkpoint?: string
    } & ComputeOptions,
  ): Promise<Batches & { readonly dictionary: Matrix; readonly errors: Float64Array }>
}

/** core-native's own. */
export const coreCoder: SparseCoder = { learnDictionary, sparseEncode }
