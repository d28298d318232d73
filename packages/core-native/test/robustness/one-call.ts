import fc from 'fast-check'
import { CoreNativeError } from '../../src/index.js'
import { simdLevels } from '../../src/testing/simd-levels.js'
import { entries } from './entries.js'
import type { Entry } from './entry.js'
import { Bait } from './hostile-values.js'
import { applyMutation, mutationKinds, type Mutation, type Trap } from './mutations.js'
import type { Recipe } from './recipes.js'

/** A call to make: valid arguments, and what is done to them. */
export interface Case {
  readonly name: string
  readonly recipe: Recipe
  readonly mutations: readonly Mutation[]
  /** LIKENESS_SIMD of the call; undefined: not set. */
  readonly level: string | undefined
}

export interface Outcome {
  readonly applied: readonly Mutation['kind'][]
  /** `resolved`, `caller` (what the caller's own code threw), `reason` (the signal's), or a code of CoreNativeError. */
  readonly end: string
}

const codes = [
  ...['INVALID_ARGUMENT', 'INVALID_SHAPE', 'OUT_OF_MEMORY', 'DEVICE_UNAVAILABLE', 'SIMD_UNAVAILABLE'],
  ...['INVALID_FILE', 'FILE_NOT_FOUND', 'FILE_UNREADABLE', 'FILE_CHANGED', 'FILE_TRUNCATED'],
]

const mutation: fc.Arbitrary<Mutation> = fc.record({
  kind: fc.constantFrom(...mutationKinds),
  slot: fc.nat(11),
  choice: fc.nat(1000),
})
const level = fc.oneof(
  { weight: 5, arbitrary: fc.constant(undefined) },
  { weight: 4, arbitrary: fc.constantFrom(...simdLevels()) },
  { weight: 1, arbitrary: fc.constantFrom('sse9', '__proto__') },
)

const isAsync = ({ call }: Entry) => call.constructor.name === 'AsyncFunction'

/** Calls of the entries, mostly of those that start native jobs; half of them valid. */
export const cases: fc.Arbitrary<Case> = fc
  .oneof(...entries.map((entry) => ({ weight: isAsync(entry) ? 10 : 4, arbitrary: fc.constant(entry) })))
  .chain((entry) =>
    fc.record({
      name: fc.constant(entry.name),
      recipe: entry.valid,
      mutations: fc.oneof(fc.constant([]), fc.array(mutation, { minLength: 1, maxLength: 3 })),
      level: fc.oneof({ weight: 2, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: level }),
    }),
  )

/** A case in one line. */
export const described = ({ name, recipe, mutations, level }: Case): string =>
  `${name} ${recipe.text} ${JSON.stringify(mutations)}${level ? ` LIKENESS_SIMD=${level}` : ''}`

function called(entry: Entry, args: readonly unknown[], level: string | undefined): unknown {
  // A call reads the level before it returns.
  if (level) process.env['LIKENESS_SIMD'] = level
  try {
    return entry.call(...args)
  } finally {
    delete process.env['LIKENESS_SIMD']
  }
}

/**
 * Makes the call and judges its end.
 * @throws Error when the result is wrong, a valid call rejects, or the rejection is neither a CoreNativeError of a code
 *   for callers, nor the reason of the signal, nor what the caller's own code threw
 */
export async function makeCall(what: Case): Promise<Outcome> {
  const entry = entries.find(({ name }) => name === what.name)!
  const args = what.recipe.make()
  const trap: Trap = { bait: new Bait(), signals: [] }
  const applied = what.mutations.filter((m) => applyMutation(args, m, trap)).map(({ kind }) => kind)
  let result: unknown
  try {
    result = await called(entry, args, what.level)
  } catch (error) {
    return { applied, end: rejection(error, trap, what, applied) }
  }
  entry.check(result, args)
  return { applied, end: 'resolved' }
}

function rejection(error: unknown, { bait, signals }: Trap, what: Case, applied: Outcome['applied']): string {
  if (bait.thrown.has(error) || isOfEngine(error)) return 'caller'
  if (signals.some((signal) => signal.aborted && Object.is(signal.reason, error))) return 'reason'
  const known = error instanceof CoreNativeError && error.message.length > 0
  const mayReject = applied.length > 0 || (what.level !== undefined && !simdLevels().includes(what.level))
  if (known && mayReject && codes.includes(error.code)) return error.code
  throw new Error(`${described(what)}\nended with ${(error as Error)?.stack ?? String(error)}`, { cause: error })
}

// What the engine throws where the caller's own code cannot run: a proxy that is revoked or around an object with
// internal slots, a class in the place of a function.
const isOfEngine = (error: unknown) =>
  error instanceof TypeError &&
  /that has been revoked|called on incompatible receiver|cannot be invoked without 'new'/.test(error.message)
