import { FormatError } from '../format-error.js'
import type { Mutant } from './mutate.js'

/** Any array that a reader of this package returns. */
export interface ReadArray {
  readonly data: ArrayBufferView & { readonly length: number }
  readonly shape: readonly number[]
}

/** What a reader may cost. All sizes in bytes. */
export interface Bounds {
  /** most bytes of returned arrays per byte of input, on top of 64 KiB */
  readonly returned: number
  /** most growth of process.memoryUsage().external over the call per byte of input, on top of 1 MiB */
  readonly grown: number
  readonly milliseconds: number
}

const CODES = ['INVALID_FORMAT', 'UNSUPPORTED_FORMAT', 'LIMIT_EXCEEDED']

/**
 * Reads hostile bytes. Returns what was read, or undefined when the reader refused with a FormatError.
 * `external` counts every ArrayBuffer and zlib's own memory; a garbage collection inside the call can hide some.
 * @throws Error that says how the input was made when the reader threw anything else, answered with a shape that does
 *   not fit its data, took too long or too much memory
 */
export function probe(
  read: (bytes: Uint8Array) => ReadArray[],
  mutant: Mutant,
  bounds: Bounds,
): ReadArray[] | undefined {
  const complain = (what: string, cause?: unknown) => new Error(`${mutant.how}: ${what}`, { cause })
  const before = process.memoryUsage().external
  const start = performance.now()
  let arrays: ReadArray[] | undefined
  try {
    arrays = read(mutant.bytes)
  } catch (error) {
    if (!(error instanceof FormatError)) throw complain(`threw ${String(error)}`, error)
    if (!CODES.includes(error.code) || !/^Expected .+ but received ./s.test(error.message))
      throw complain(`threw the unclear "${error.message}"`)
  }
  const elapsed = performance.now() - start
  const grown = process.memoryUsage().external - before
  const size = mutant.bytes.length
  if (elapsed > bounds.milliseconds) throw complain(`took ${elapsed} ms`)
  if (grown > bounds.grown * size + 2 ** 20) throw complain(`grew memory by ${grown} bytes for ${size}`)
  const returned = arrays?.reduce((sum, { data }) => sum + data.byteLength, 0) ?? 0
  if (returned > bounds.returned * size + 2 ** 16) throw complain(`returned ${returned} bytes for ${size}`)
  for (const { data, shape } of arrays ?? [])
    if (shape.reduce((product, n) => product * n, 1) !== data.length) throw complain(`shape ${shape} of ${data.length}`)
  return arrays
}

/** Probes all mutants; counts the answers and the refusals. */
export function probeAll(
  read: (bytes: Uint8Array) => ReadArray[],
  mutants: Iterable<Mutant>,
  bounds: Bounds,
  onAnswer: (arrays: ReadArray[], how: string) => void = () => {},
): { answered: number; refused: number } {
  const tally = { answered: 0, refused: 0 }
  for (const mutant of mutants) {
    const arrays = probe(read, mutant, bounds)
    if (arrays) onAnswer(arrays, mutant.how)
    tally[arrays ? 'answered' : 'refused']++
  }
  return tally
}
