import { philox, type Philox } from '@likeness/core-native'
import type { Images } from '../material.js'
import { glyphs, polyline } from './strokes.js'

type Point = [number, number]

// MNIST's frame: the digit in a box of 20 pixels, in the middle of 28.
const side = 28
const box = 20

/** One drawn digit: 784 grey values, 0 to 255, from the stream's draws alone; the outermost pixels stay black. */
export function drawDigit(digit: number, random: Philox): Uint8Array {
  const hands = glyphs[digit]!
  const strokes = hands[random.integer(hands.length)]!
  const [affine, elastic] = [affineJitter(random), elasticJitter(random)]
  const jittered = strokes.map((stroke) => polyline(stroke).map((point) => affine(elastic(point))))
  const halfWidth = 0.75 + 0.9 * random.uniform()
  const paths = intoFrame(jittered, halfWidth)
  const nearest = squaredDistances(paths, halfWidth + 0.5)
  return Uint8Array.from(nearest, (d2) => Math.round(255 * Math.min(1, Math.max(0, halfWidth + 0.5 - Math.sqrt(d2)))))
}

/** Rotation, shear, size and place: unit box to pixels. */
function affineJitter(random: Philox): (p: Point) => Point {
  const angle = 0.12 * random.normal()
  const shear = 0.15 * random.normal()
  const [width, height] = [box * (0.6 + 0.3 * random.uniform()), box * (0.85 + 0.15 * random.uniform())]
  const [dx, dy] = [side / 2 + 0.7 * random.normal(), side / 2 + 0.7 * random.normal()]
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  return ([u, v]) => {
    const [x, y] = [(u - 0.5 + shear * (0.5 - v)) * width, (v - 0.5) * height]
    return [dx + cos * x - sin * y, dy + sin * x + cos * y]
  }
}

/** A smooth random displacement of the unit box: three low waves in each direction. */
function elasticJitter(random: Philox): (p: Point) => Point {
  const waves = Array.from({ length: 6 }, () => ({
    size: 0.025 * random.normal(),
    fx: 1 + 2 * random.uniform(),
    fy: 1 + 2 * random.uniform(),
    phase: 2 * Math.PI * random.uniform(),
  }))
  const shift = (from: number, [u, v]: Point) =>
    waves.slice(from, from + 3).reduce((sum, w) => sum + w.size * Math.sin(2 * (w.fx * u + w.fy * v) + w.phase), 0)
  return (p) => [p[0] + shift(0, p), p[1] + shift(3, p)]
}

/** Paths whose ink would reach the outermost pixels, moved (and shrunk, where that is not enough) to leave them black. */
function intoFrame(paths: readonly Point[][], halfWidth: number): Point[][] {
  const least = 1 + halfWidth
  const room = side - 2 * least
  const bounds = ([0, 1] as const).map((axis) => {
    const values = paths.flatMap((path) => path.map((point) => point[axis]))
    return { low: Math.min(...values), high: Math.max(...values) }
  })
  const shrink = Math.min(1, ...bounds.map(({ low, high }) => room / (high - low)))
  const [fitX, fitY] = bounds.map(({ low, high }) => {
    const [middle, half] = [(low + high) / 2, (shrink * (high - low)) / 2]
    const shift = Math.max(0, least - (middle - half)) - Math.max(0, middle + half - (side - least))
    return (value: number) => middle + shift + shrink * (value - middle)
  })
  return paths.map((path) => path.map(([x, y]) => [fitX!(x), fitY!(y)]))
}

/** Squared distance of each pixel's centre to the nearest path; Infinity where no path comes within `reach`. */
function squaredDistances(paths: readonly Point[][], reach: number): Float64Array {
  const nearest = new Float64Array(side * side).fill(Infinity)
  const pixels = (a: number, b: number) => [
    Math.max(0, Math.floor(Math.min(a, b) - reach)),
    Math.min(side - 1, Math.floor(Math.max(a, b) + reach)),
  ]
  for (const path of paths)
    for (let k = 0; k + 1 < path.length; k++) {
      const [a, b] = [path[k]!, path[k + 1]!]
      const [left, right] = pixels(a[0], b[0])
      const [top, bottom] = pixels(a[1], b[1])
      for (let y = top!; y <= bottom!; y++)
        for (let x = left!; x <= right!; x++) {
          const squared = squaredDistance(x + 0.5, y + 0.5, a, b)
          if (squared < nearest[y * side + x]!) nearest[y * side + x] = squared
        }
    }
  return nearest
}

function squaredDistance(x: number, y: number, [ax, ay]: Point, [bx, by]: Point): number {
  const [ex, ey] = [bx - ax, by - ay]
  const length = ex * ex + ey * ey
  const t = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * ex + (y - ay) * ey) / length))
  return (x - ax - t * ex) ** 2 + (y - ay - t * ey) ** 2
}

/**
 * Made digits, `perDigit` of each in turn (0, 1, …, 9, 0, …): strokes with affine and elastic jitter. Image i depends on
 * (seed, i) alone. The event loop gets its turn; aborting rejects with `signal.reason`.
 * @param first index of the first image, a multiple of 10
 */
export async function drawDigits(
  perDigit: number,
  seed: number,
  signal?: AbortSignal,
  first = 0,
): Promise<{ images: Images; labels: Uint8Array }> {
  const rows = 10 * perDigit
  const data = new Uint8Array(rows * side * side)
  for (let i = 0; i < rows; i++) {
    data.set(drawDigit(i % 10, philox(seed, first + i)), i * side * side)
    if (i % 20 !== 19) continue
    await new Promise((resolve) => setImmediate(resolve))
    signal?.throwIfAborted()
  }
  return { images: { data, rows, cols: side * side }, labels: Uint8Array.from({ length: rows }, (_, i) => i % 10) }
}
