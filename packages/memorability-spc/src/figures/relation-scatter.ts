import { scatter } from '@likeness/figures'
import { linearRegression } from '@likeness/stats'
import type { FigureResult } from '@likeness/study-kit'
import { params } from '../params.js'

/** One scatter plot with its least-squares line. */
export interface RelationScatter {
  readonly id: string
  readonly title: string
  readonly caption: string
  readonly x: ArrayLike<number>
  readonly y: ArrayLike<number>
  readonly ids: ArrayLike<number | string>
  readonly xLabel: string
  readonly yLabel: string
  readonly notes: readonly string[]
}

const bandCaption = 'Line: least squares; band: 95 % confidence of the mean response, point by point.'

const varies = (values: ArrayLike<number>) => new Set(Array.from(values)).size > 1

/** A point per image, named after it, with line and band; null where no line is defined. */
export function relationScatter({ id, title, caption, x, y, ids, ...rest }: RelationScatter): FigureResult | null {
  if (!varies(x) || !varies(y)) return null
  const [low, high] = Array.from(x).reduce(([l, h], v) => [Math.min(l, v), Math.max(h, v)], [Infinity, -Infinity])
  const at = Array.from({ length: 41 }, (_, k) => low! + (k / 40) * (high! - low!))
  const { band } = linearRegression(x, y, { level: params.level, at })
  return {
    ...{ id, title, caption: `${caption} ${bandCaption}` },
    svg: scatter({
      ...{ id, ...rest },
      points: Array.from(ids, (image, k) => ({ x: x[k]!, y: y[k]!, label: `image ${image}` })),
      regression: {
        line: [band[0]!, band.at(-1)!].map((p) => ({ x: p.x, y: p.estimate })),
        band: band.map((p) => ({ x: p.x, lower: p.ci[0], upper: p.ci[1] })),
        label: 'least squares, 95 % band',
      },
    }),
  }
}
