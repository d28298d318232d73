import { pngFile } from './png-file.js'
import { sequential } from './sequential.js'

const steps = 254
const missing = 254
const blank = 255
const missingGrey = 0xb4

/** Grey of a pair without value. */
export const missingColour = `#${missingGrey.toString(16).repeat(3)}`

/** Share of the finite values that lie below each one, ties at the middle of theirs: 0 to 1, NaN for NaN. */
export const percentiles = (values: Float64Array): Float64Array => {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort()
  const place = new Map<number, number>()
  for (let from = 0, to = 0; from < sorted.length; from = to) {
    while (to < sorted.length && sorted[to] === sorted[from]) to++
    place.set(sorted[from]!, sorted.length === 1 ? 0.5 : (from + to - 1) / 2 / (sorted.length - 1))
  }
  return values.map((value) => place.get(value) ?? NaN)
}

const palette = (): Uint8Array => {
  const colours = Array.from({ length: steps }, (_, i) => sequential(i / (steps - 1)))
  return Uint8Array.from([...colours, Array<number>(3).fill(missingGrey), [0, 0, 0]].flat())
}

/**
 * The square matrix of a condensed RDM as a PNG of n x n pixels: positions on the scale (clamped to 0 to 1) coloured, pairs
 * without value grey, the diagonal transparent.
 */
export const matrixPng = (positions: Float64Array, n: number): Uint8Array => {
  const data = new Uint8Array(n * n).fill(blank)
  let pair = 0
  for (let i = 0; i < n; i++)
    for (let j = i + 1; j < n; j++) {
      const position = positions[pair++]!
      const index = Number.isNaN(position) ? missing : Math.round(Math.min(1, Math.max(0, position)) * (steps - 1))
      data[i * n + j] = data[j * n + i] = index
    }
  const opacity = new Uint8Array(256).fill(255)
  opacity[blank] = 0
  return pngFile({ data, width: n, height: n, colourType: 3 }, [
    ['PLTE', palette()],
    ['tRNS', opacity],
  ])
}
