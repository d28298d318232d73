/** What went wrong, for programs. */
export type StudyKitErrorCode =
  | 'INVALID_ARGUMENT'
  | 'UNKNOWN_STUDY'
  | 'DATA_MISSING'
  | 'DATA_MISMATCH'
  | 'FETCH_FAILED'
  | 'INVALID_MANIFEST'
  | 'INVALID_RESULT'
  | 'CANCELLED'

/** Every error that study-kit itself raises; its message is one line for a person. */
export class StudyKitError extends Error {
  override readonly name = 'StudyKitError'
  constructor(
    readonly code: StudyKitErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options)
  }
}
