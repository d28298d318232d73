/** What went wrong, for programs. */
export type SpcErrorCode =
  | 'INVALID_ARGUMENT'
  /** A NaN or an infinity among the features. */
  | 'INVALID_FEATURES'
  /** The quantile by which features are scaled is 0. */
  | 'ZERO_QUANTILE'
  /** A target without any neighbour. */
  | 'NO_NEIGHBOUR'
  /** A table that does not fit the features. */
  | 'INVALID_TABLE'

/** Every error of this study's own. */
export class SpcError extends Error {
  override readonly name = 'SpcError'
  constructor(
    readonly code: SpcErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options)
  }
}

/** "Expected X for Y but received Z". */
export function spcError(code: SpcErrorCode, expected: string, name: string, received: unknown): SpcError {
  return new SpcError(code, `Expected ${expected} for ${name} but received ${String(received)}`)
}
