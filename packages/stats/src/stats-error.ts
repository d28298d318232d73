/** Thrown for an argument that no statistic can be computed from; `code` is always `INVALID_ARGUMENT`. */
export class StatsError extends Error {
  override readonly name = 'StatsError'
  readonly code = 'INVALID_ARGUMENT'
}

/** Value as it is quoted in an error message. */
const quote = (value: unknown): string => (typeof value === 'string' ? JSON.stringify(value) : String(value))

/** Builds the one error of this package: "Expected <what> for <name> but received <what came>". */
export function invalid(what: string, name: string, came: unknown): StatsError {
  return new StatsError(`Expected ${what} for ${name} but received ${quote(came)}`)
}
