/** What went wrong, for programs. */
export type NetsErrorCode =
  'INVALID_ARGUMENT' | 'INVALID_WEIGHTS' | 'BACKEND_UNAVAILABLE' | 'UNDEFINED_GRADIENT' | 'DIVERGED'

/** Every error of this package but an abort, which rejects with `signal.reason`. */
export class NetsError extends Error {
  override readonly name = 'NetsError'
  constructor(
    readonly code: NetsErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options)
  }
}

/** "Expected X for Y but received Z". */
export function invalid(expected: string, name: string, received: unknown): NetsError {
  return new NetsError('INVALID_ARGUMENT', `Expected ${expected} for ${name} but received ${String(received)}`)
}
