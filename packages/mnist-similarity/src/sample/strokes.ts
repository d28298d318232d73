/** A stroke: points in a unit box (x right, y down); smooth strokes are drawn as Catmull-Rom splines. */
export interface Stroke {
  readonly smooth: boolean
  readonly points: readonly (readonly [x: number, y: number])[]
}

const curve = (...points: [number, number][]): Stroke => ({ smooth: true, points })
const line = (...points: [number, number][]): Stroke => ({ smooth: false, points })

/** How each digit may be written: one list of strokes per hand. */
export const glyphs: readonly (readonly (readonly Stroke[])[])[] = [
  [[curve([0.5, 0], [0.15, 0.22], [0.08, 0.6], [0.35, 0.98], [0.7, 0.95], [0.92, 0.55], [0.82, 0.15], [0.5, 0])]],
  [[line([0.5, 0], [0.5, 1])], [line([0.28, 0.22], [0.52, 0], [0.52, 1])]],
  [
    [
      curve([0.1, 0.25], [0.3, 0.02], [0.7, 0.03], [0.86, 0.3], [0.6, 0.62], [0.1, 0.98]),
      line([0.1, 0.98], [0.95, 0.96]),
    ],
    [curve([0.12, 0.2], [0.5, 0], [0.85, 0.25], [0.55, 0.65], [0.2, 0.95], [0.12, 0.78], [0.35, 0.76], [0.95, 1])],
  ],
  [
    [curve([0.1, 0.1], [0.5, 0], [0.84, 0.2], [0.45, 0.46]), curve([0.45, 0.46], [0.9, 0.68], [0.55, 1], [0.08, 0.9])],
    [line([0.1, 0.02], [0.85, 0.02], [0.45, 0.42]), curve([0.45, 0.42], [0.9, 0.65], [0.6, 0.98], [0.1, 0.9])],
  ],
  [
    [line([0.58, 0], [0.05, 0.66], [0.95, 0.66]), line([0.7, 0.32], [0.68, 1])],
    [line([0.15, 0], [0.12, 0.5], [0.85, 0.5]), line([0.82, 0], [0.78, 1])],
  ],
  [
    [
      line([0.85, 0.02], [0.2, 0.02], [0.16, 0.45]),
      curve([0.16, 0.45], [0.55, 0.38], [0.9, 0.66], [0.55, 1], [0.08, 0.9]),
    ],
  ],
  [
    [
      curve(
        [0.72, 0.02],
        [0.34, 0.28],
        [0.12, 0.68],
        [0.38, 1],
        [0.82, 0.86],
        [0.76, 0.58],
        [0.42, 0.54],
        [0.16, 0.76],
      ),
    ],
  ],
  [
    [line([0.05, 0.04], [0.92, 0.02], [0.4, 1])],
    [line([0.05, 0.04], [0.92, 0.02], [0.4, 1]), line([0.28, 0.5], [0.85, 0.48])],
  ],
  [
    [
      curve([0.5, 0.47], [0.18, 0.24], [0.5, 0], [0.82, 0.24], [0.5, 0.47]),
      curve([0.5, 0.47], [0.1, 0.75], [0.5, 1], [0.9, 0.75], [0.5, 0.47]),
    ],
    [curve([0.8, 0.12], [0.45, 0], [0.2, 0.22], [0.75, 0.68], [0.5, 1], [0.15, 0.78], [0.55, 0.42], [0.8, 0.12])],
  ],
  [
    [curve([0.84, 0.24], [0.5, 0], [0.15, 0.24], [0.4, 0.5], [0.84, 0.24]), line([0.84, 0.24], [0.72, 1])],
    [
      curve([0.84, 0.24], [0.5, 0], [0.15, 0.24], [0.4, 0.5], [0.84, 0.24]),
      curve([0.84, 0.24], [0.84, 0.7], [0.5, 1], [0.2, 0.9]),
    ],
  ],
]

/** The stroke as a polyline: eight pieces per segment where it is smooth. */
export function polyline({ smooth, points }: Stroke): [number, number][] {
  if (!smooth) return points.map(([x, y]) => [x, y])
  const at = (k: number) => points[Math.min(points.length - 1, Math.max(0, k))]!
  const path: [number, number][] = []
  for (let k = 0; k + 1 < points.length; k++)
    for (let step = 0; step <= 8; step++) {
      const [a, b, c, d] = [at(k - 1), at(k), at(k + 1), at(k + 2)]
      path.push([catmullRom(a[0], b[0], c[0], d[0], step / 8), catmullRom(a[1], b[1], c[1], d[1], step / 8)])
    }
  return path
}

function catmullRom(a: number, b: number, c: number, d: number, t: number): number {
  return b + (t / 2) * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)))
}
