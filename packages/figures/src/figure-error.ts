/** Why a figure could not be made. */
export type FigureErrorCode = 'INVALID_ARGUMENT'

/** Thrown by every function of this package for input that cannot be drawn honestly. */
export class FigureError extends Error {
  override readonly name = 'FigureError'
  readonly code: FigureErrorCode

  constructor(message: string, code: FigureErrorCode = 'INVALID_ARGUMENT') {
    super(message)
    this.code = code
  }
}

const shown = (received: unknown): string => {
  if (typeof received === 'string') return JSON.stringify(received.length > 60 ? `${received.slice(0, 60)}…` : received)
  if (Array.isArray(received)) return `an array of length ${received.length}`
  return typeof received === 'object' && received !== null ? 'an object' : String(received)
}

/**
 * The one wording of a refusal: "Expected <what> for <name> but received <what came>".
 * Numbers, strings and nothing are shown, arrays by their length.
 */
export const refusal = (what: string, name: string, received: unknown): FigureError =>
  new FigureError(`Expected ${what} for ${name} but received ${shown(received)}`)
