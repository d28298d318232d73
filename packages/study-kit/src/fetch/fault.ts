import { StudyKitError } from '../study-kit-error.js'

/** What may be otherwise at the next attempt: a broken line, a busy server. */
export class PassingFault extends Error {
  override readonly name = 'PassingFault'
  constructor(
    message: string,
    /** Milliseconds that the server asks to wait. */
    readonly pause?: number,
    options?: ErrorOptions,
  ) {
    super(message, options)
  }
}

/** What stays as it is however often it is tried. */
export const lasting = (message: string, cause?: unknown) => new StudyKitError('FETCH_FAILED', message, { cause })

/** What came is not what the manifest lists. */
export const mismatch = (message: string) => new StudyKitError('DATA_MISMATCH', message)
