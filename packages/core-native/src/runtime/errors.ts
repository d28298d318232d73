/**
 * What is wrong with a file: it is not there, the system refuses to read it, it ends before its data, it is not as it was
 * when it was opened.
 */
export const fileErrorCodes = ['FILE_NOT_FOUND', 'FILE_UNREADABLE', 'FILE_TRUNCATED', 'FILE_CHANGED'] as const

/** What went wrong, for programs. The message is for people: what was expected, for which name, what came instead. */
export type CoreNativeErrorCode =
  | 'INVALID_ARGUMENT'
  | 'INVALID_SHAPE'
  | 'INVALID_FILE'
  | (typeof fileErrorCodes)[number]
  | 'OUT_OF_MEMORY'
  | 'DEVICE_UNAVAILABLE'
  | 'SIMD_UNAVAILABLE'
  | 'INTERNAL'

/** Every error of this package but an abort, which rejects with `signal.reason`. */
export class CoreNativeError extends Error {
  override readonly name = 'CoreNativeError'
  constructor(
    readonly code: CoreNativeErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options)
  }
}

/** The one template of argument errors: "Expected X for Y but received Z of type T". */
export function invalid(expected: string, name: string, received: unknown): CoreNativeError {
  return new CoreNativeError('INVALID_ARGUMENT', `Expected ${expected} for ${name} but received ${describe(received)}`)
}

function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value)
  if (typeof value === 'object') return `an object of type ${typeName(value)}`
  if (typeof value === 'function') return 'a function'
  const text = String(value)
  return `${text.length > 60 ? `${text.slice(0, 60)}…` : text} of type ${typeof value}`
}

/** Never throws, whatever the object: a revoked proxy, a getter that throws, a name that is no text. */
function typeName(value: object): string {
  try {
    const name: unknown = value.constructor?.name
    return typeof name === 'string' ? name : 'Object'
  } catch {
    return 'Object'
  }
}
