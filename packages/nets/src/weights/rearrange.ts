import type { WeightTensor } from '../network.js'

/** One side of a pattern: an axis is one letter, several in parentheses, or 1. */
type Axes = readonly (readonly string[])[]

/** A pattern such as `O I H W -> H W I O`, parsed. */
export interface Rearrangement {
  readonly from: Axes
  readonly to: Axes
}

const SIDE = /^\s*(?:(?:[A-Z]|1|\([A-Z](?: [A-Z])*\))\s*)+$/
const AXIS = /[A-Z]|1|\(([^)]*)\)/g

/**
 * Parses a pattern: capital letters name axes, `(C M)` is one axis that counts through both, the last fastest, and `1` is
 * an axis of size 1. Both sides name the same letters, each once. The notation is einops'.
 * @throws RangeError for anything else
 */
export function parseRearrangement(pattern: string): Rearrangement {
  const sides = pattern.split('->')
  if (sides.length !== 2 || !sides.every((side) => SIDE.test(side)))
    throw new RangeError(`Expected a pattern such as "O I H W -> H W I O" for layout but received "${pattern}"`)
  const [from, to] = sides.map(parseSide) as [Axes, Axes]
  const letters = [from, to].map((axes) => axes.flat().sort().join(''))
  if (letters[0] !== letters[1] || new Set(letters[0]).size !== letters[0]!.length)
    throw new RangeError(`Expected each letter once on either side for layout but received "${pattern}"`)
  return { from, to }
}

function parseSide(side: string): Axes {
  return [...side.matchAll(AXIS)].map(([text, group]) => (text === '1' ? [] : (group ?? text).split(' ')))
}

/**
 * The size of each letter: from the shape, and from `known` where an axis counts through several.
 * @throws RangeError saying what the shape was expected to be
 */
export function letterSizes(
  axes: Axes,
  shape: readonly number[],
  known: Readonly<Record<string, number>>,
): Map<string, number> {
  const sizes = new Map<string, number>()
  const described = axes.map((letters) =>
    letters.length === 1 ? letters[0] : letters.length ? `(${letters.join(' ')})` : '1',
  )
  const fail = () => {
    const given = Object.entries(known).map(([letter, size]) => `${letter} = ${size}`)
    const where = given.length > 0 ? ` with ${given.join(', ')}` : ''
    return new RangeError(`shape ${described.join(' x ')}${where} but received ${shape.join(' x ')}`)
  }
  if (axes.length !== shape.length) throw fail()
  axes.forEach((letters, k) => {
    const open = letters.filter((letter) => known[letter] === undefined)
    const product = letters.reduce((size, letter) => size * (known[letter] ?? 1), 1)
    const rest = shape[k]! / product
    if (open.length > 1 || !Number.isSafeInteger(rest) || (open.length === 0 && rest !== 1)) throw fail()
    for (const letter of letters) sizes.set(letter, known[letter] ?? rest)
  })
  return sizes
}

/**
 * Moves the elements of a tensor as a pattern says: of `source` with axes `from`, row-major, into axes `to`, row-major.
 * @param reverse letters whose order is turned round: input channels in BGR order become RGB
 * @throws RangeError when the shape does not fit the pattern, saying which was expected and received
 */
export function rearrange(
  source: WeightTensor,
  { from, to }: Rearrangement,
  known: Readonly<Record<string, number>> = {},
  reverse: readonly string[] = [],
): WeightTensor {
  const sizes = letterSizes(from, source.shape, known)
  const strides = stridesOf(from.flat(), sizes)
  const order = to.flat()
  const steps = order.map((letter) => (reverse.includes(letter) ? -1 : 1) * strides.get(letter)!)
  const start = reverse.reduce((at, letter) => at + (sizes.get(letter)! - 1) * strides.get(letter)!, 0)
  const data = gathered(source.data, { counts: order.map((letter) => sizes.get(letter)!), steps, start })
  return { data, shape: to.map((letters) => letters.reduce((size, letter) => size * sizes.get(letter)!, 1)) }
}

interface Walk {
  /** Of each axis of the result: its size, and how far its next element lies in the source. */
  readonly counts: readonly number[]
  readonly steps: readonly number[]
  readonly start: number
}

/** The last axis in a loop of its own: a hundred million elements of VGG-16 pass here. */
function gathered(source: Float32Array, { counts, steps, start }: Walk): Float32Array {
  const data = new Float32Array(source.length)
  const last = counts.length - 1
  const [row, step] = [counts[last] ?? 1, steps[last] ?? 0]
  const index = counts.map(() => 0)
  for (let at = 0, sourceAt = start; at < data.length; at += row) {
    for (let k = 0; k < row; k++) data[at + k] = source[sourceAt + k * step]!
    for (let axis = last - 1; axis >= 0; axis--) {
      sourceAt += steps[axis]!
      if (++index[axis]! < counts[axis]!) break
      sourceAt -= steps[axis]! * counts[axis]!
      index[axis] = 0
    }
  }
  return data
}

function stridesOf(letters: readonly string[], sizes: ReadonlyMap<string, number>): Map<string, number> {
  const strides = new Map<string, number>()
  let stride = 1
  for (const letter of [...letters].reverse()) {
    strides.set(letter, stride)
    stride *= sizes.get(letter)!
  }
  return strides
}
