/** One place where two results are not the same. */
export interface Difference {
  /** As a program would write it: `numbers[3].intervals[0].bounds[1]`. */
  readonly path: string
  /** `undefined`: there is nothing of that path. */
  readonly recorded: unknown
  readonly recomputed: unknown
  /** Recomputed less recorded, of two numbers. */
  readonly difference?: number
}

/** How far two numbers may lie apart: at most `absolute + relative * the larger of the two`. */
export interface Tolerance {
  readonly absolute: number
  readonly relative: number
}

/** How many leaves were compared, and those that differ, in the order of the record. */
export interface Comparison {
  readonly compared: number
  readonly differences: readonly Difference[]
}

/**
 * Compares plain JSON leaf by leaf.
 * @param tolerance null: everything must be the same; else texts are passed over, as they round numbers
 */
export function differencesOf(recorded: unknown, recomputed: unknown, tolerance: Tolerance | null): Comparison {
  const [left, right] = [leaves(recorded), leaves(recomputed)]
  const paths = [...left.keys(), ...[...right.keys()].filter((path) => !left.has(path))]
  let compared = 0
  const differences: Difference[] = []
  for (const path of paths) {
    const [a, b] = [left.get(path), right.get(path)]
    if (tolerance && typeof a === 'string' && typeof b === 'string') continue
    compared++
    if (!alike(a, b, tolerance)) differences.push(describe(path, a, b))
  }
  return { compared, differences }
}

function alike(a: unknown, b: unknown, tolerance: Tolerance | null): boolean {
  if (Object.is(a, b)) return true
  if (!tolerance || typeof a !== 'number' || typeof b !== 'number') return false
  return Math.abs(a - b) <= tolerance.absolute + tolerance.relative * Math.max(Math.abs(a), Math.abs(b))
}

const describe = (path: string, a: unknown, b: unknown): Difference => ({
  ...{ path, recorded: a, recomputed: b },
  ...(typeof a === 'number' && typeof b === 'number' && { difference: b - a }),
})

/** Every leaf by its path; an empty list or object is a leaf. */
function leaves(value: unknown, path = '', into = new Map<string, unknown>()): Map<string, unknown> {
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : []
  if (entries.length === 0) return into.set(path, isEmpty(value) ? 'empty' : value)
  for (const [key, part] of entries) leaves(part, pathTo(path, key, Array.isArray(value)), into)
  return into
}

const isEmpty = (value: unknown) => typeof value === 'object' && value !== null

function pathTo(path: string, key: string, list: boolean): string {
  if (list) return `${path}[${key}]`
  if (!/^[\w$]+$/.test(key)) return `${path}[${JSON.stringify(key)}]`
  return path === '' ? key : `${path}.${key}`
}
