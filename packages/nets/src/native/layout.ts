/** The most sides that the addon's loops take. */
const maxRank = 8

/** Row-major strides, in elements. */
export function rowMajor(shape: readonly number[]): number[] {
  const strides = shape.map(() => 1)
  for (let d = shape.length - 2; d >= 0; d--) strides[d] = strides[d + 1]! * shape[d + 1]!
  return strides
}

/** Number of elements. */
export const sizeOf = (shape: readonly number[]) => shape.reduce((product, side) => product * side, 1)

/**
 * [rank, sides, strides of each array] as the addon reads them, with as few sides as say the same; null where even that
 * is too many. Every side has to be positive.
 */
export function layout(sides: readonly number[], ...strides: readonly (readonly number[])[]): Int32Array | null {
  const kept: { side: number; steps: number[] }[] = []
  for (const [d, side] of sides.entries()) {
    if (side === 1) continue
    const steps = strides.map((s) => s[d]!)
    const last = kept.at(-1)
    // Walking on from one side into the next is one longer walk.
    if (last?.steps.every((step, k) => step === side * steps[k]!)) kept.splice(-1, 1, { side: last.side * side, steps })
    else kept.push({ side, steps })
  }
  if (kept.length === 0) kept.push({ side: 1, steps: strides.map(() => 1) })
  if (kept.length > maxRank) return null
  return Int32Array.from([
    kept.length,
    ...kept.map(({ side }) => side),
    ...strides.flatMap((_, k) => kept.map(({ steps }) => steps[k]!)),
  ])
}

/** Strides with which an array of one shape is read as the shape that it broadcasts to. */
export function broadcastStrides(shape: readonly number[], to: readonly number[]): number[] {
  const own = rowMajor(shape)
  const missing = to.length - shape.length
  return to.map((_, d) => (d < missing || shape[d - missing] === 1 ? 0 : own[d - missing]!))
}
