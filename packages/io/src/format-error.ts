/** Why bytes were refused: damaged or lying, well formed but not read here, or larger than the caller allows. */
export type FormatErrorCode = 'INVALID_FORMAT' | 'UNSUPPORTED_FORMAT' | 'LIMIT_EXCEEDED'

/**
 * The one error that a reader of this package throws for its bytes, whatever they hold.
 * `message` names the format, what was expected (with the byte offset where that helps) and what came.
 */
export class FormatError extends Error {
  override readonly name = 'FormatError'
  readonly code: FormatErrorCode

  constructor(code: FormatErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/**
 * The sentence every `FormatError` of this package carries.
 * @param label format and name, as `formatLabel` writes them
 */
export function formatError(code: FormatErrorCode, label: string, expected: string, received: string, cause?: unknown) {
  return new FormatError(code, `Expected ${expected} for ${label} but received ${received}`, { cause })
}

/** How messages name an input: `npy "rdm.npy"`, or `npy bytes` when the caller gave no name. */
export function formatLabel(format: string, name: string | undefined): string {
  return name === undefined ? `${format} bytes` : `${format} ${quote(name)}`
}

/** Text from a file as messages may show it: quoted, control characters escaped, at most 80 characters. */
export function quote(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 79)}…` : text)
}

/** A shape as messages show it: `10 x 28 x 28`, at most 8 dimensions of it. */
export function shapeText(shape: readonly number[]): string {
  return shape.length === 0 ? '()' : shape.slice(0, 8).join(' x ') + (shape.length > 8 ? ' x …' : '')
}

/**
 * Argument check of every reader.
 * @throws TypeError unless `bytes` is a Uint8Array (a Node Buffer is one)
 */
export function requireBytes(bytes: unknown): asserts bytes is Uint8Array {
  if (!(bytes instanceof Uint8Array)) {
    const received = bytes === null ? 'null' : typeof bytes === 'object' ? bytes.constructor?.name : typeof bytes
    throw new TypeError(`Expected a Uint8Array for bytes but received ${received ?? 'an object'}`)
  }
}

/**
 * Argument check of a limit.
 * @throws TypeError unless `value` is a finite number >= 0
 */
export function requireLimit(name: string, value: number): void {
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 0)
    throw new TypeError(`Expected a finite number >= 0 for ${name} but received ${String(value)}`)
}
