import type fc from 'fast-check'
import type { Recipe } from './recipes.js'

/** One exported function, as the tests of robustness call it. */
export interface Entry {
  /** The name it is exported by; a method as `Class.method`. */
  readonly name: string
  readonly call: (...args: unknown[]) => unknown
  /** Arguments that it has to accept. */
  readonly valid: fc.Arbitrary<Recipe>
  /** Throws unless the result has the type and shape that these arguments ask for. */
  readonly check: (result: unknown, args: readonly unknown[]) => void
}
