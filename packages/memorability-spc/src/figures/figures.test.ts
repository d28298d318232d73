import { svgToPng } from '@likeness/figures'
import { expectSnapshots } from '@likeness/figures/testing'
import { fisherInterval, partialCorrelation, pearson } from '@likeness/stats'
import type { FigureResult } from '@likeness/study-kit'
import { describe, expect, test } from 'vitest'
import { madeTable } from '../../test/made-table.js'
import { params } from '../params.js'
import { estimatorsFigure, runsFigure } from './estimators.js'
import { layersFigure } from './layers.js'
import { quartilesFigure } from './quartiles.js'
import { distinctivenessFigure, errorFigure, partialFigure } from './relations.js'
import { trainingFigure } from './training.js'

const table = madeTable()
const { ids, correctedHit, distinctiveness, reconstructionError } = table
const n = ids.length
const score = 'corrected hit rate (hit − false alarm)'
const names = { score, distinctiveness: 'block5_pool', reconstructionError: 'fc2' }
const relation = (x: ArrayLike<number>) => {
  const { estimate, ci } = fisherInterval(pearson(x, correctedHit), n, 0.95)
  return { estimate, ci, method: '95 % Fisher' }
}
const partial = {
  ...partialCorrelation(reconstructionError, correctedHit, [distinctiveness]),
  method: '95 % Fisher',
}
const pair = {
  ids,
  x: reconstructionError,
  y: Float64Array.from(reconstructionError, (v) => 0.5 * v + 0.001),
  pearson: 0.9,
  spearman: 0.8,
}
const layer = (name: string, k: number) => {
  const value = (estimate: number) => ({ estimate, ci: [estimate - 0.04, estimate + 0.05] as const })
  return {
    name,
    distinctiveness: value(0.05 + 0.05 * k),
    reconstructionError: value(0.1 + 0.03 * k),
    partial: value(0.02 * k - 0.05),
  }
}
const runs = [0, 1, 2].map((seed) => ({
  seed,
  curve: Float64Array.from({ length: 200 }, (_, b) => 0.04 + 0.06 / (b + 1) + 0.0005 * seed * Math.sin(b)),
  testMean: 0.041,
}))

const all: FigureResult[] = [
  distinctivenessFigure(table, relation(distinctiveness), names)!,
  errorFigure(table, relation(reconstructionError), names)!,
  partialFigure(table, partial, names)!,
  quartilesFigure(table, score)!,
  layersFigure(params.layers.map(({ name }, k) => layer(name, k)), n, 1000), // prettier-ignore
  trainingFigure(runs, n)!,
  estimatorsFigure({ ...pair, ratio: 0.5, alpha: 0.1 }),
  runsFigure(pair),
]
const byId = Object.fromEntries(all.map((figure) => [figure.id.replace('memorability-spc-', ''), figure]))
const count = (svg: string, part: string) => svg.split(part).length - 1

test.each(all)('$id looks as committed', (figure) =>
  expectSnapshots({ ...figure, png: svgToPng(figure.svg) }, new URL('..', import.meta.url)),
)

describe('scatter plots', () => {
  test.each(['distinctiveness', 'reconstruction', 'partial', 'estimators', 'runs'])('%s names each image', (id) => {
    const { svg } = byId[id]!
    expect(count(svg, 'class="point"')).toBe(n)
    for (const image of Array.from(ids)) expect(svg).toContain(`<title>image ${image}: x = `)
  })
  test('say r with its interval and n; the partial one shows that very correlation', () => {
    const { estimate, ci } = relation(distinctiveness)
    const text = `r = ${estimate.toFixed(3)}, 95 % Fisher [${ci[0].toFixed(2)}, ${ci[1].toFixed(2)}], n = ${n} images`
    expect(byId['distinctiveness']!.svg).toContain(text)
    const at = (axis: 'x' | 'y') =>
      [...byId['partial']!.svg.matchAll(new RegExp(`data-${axis}="([^"]+)"`, 'g'))].map(([, v]) => Number(v))
    expect(pearson(at('x'), at('y'))).toBeCloseTo(partial.estimate, 10)
  })
  test('of what does not vary there is none', () => {
    const flat = { ...table, distinctiveness: new Float64Array(n).fill(3) }
    expect(distinctivenessFigure(flat, relation(distinctiveness), names)).toBeNull()
    expect(partialFigure(flat, { ...partial, estimate: NaN }, names)).toBeNull()
  })
})

describe('quartiles', () => {
  test('are of the error, and their bars means of memorability', () => {
    const values = [...byId['quartiles']!.svg.matchAll(/data-value="([^"]+)"/g)].map(([, v]) => Number(v))
    const order = Array.from(ids, (_, k) => k).sort((a, b) => reconstructionError[a]! - reconstructionError[b]!)
    const first = order.slice(0, n / 4).map((k) => correctedHit[k]!)
    expect(values[0]).toBeCloseTo(first.reduce((sum, v) => sum + v, 0) / first.length, 12)
    expect(values).toHaveLength(4)
    expect(byId['quartiles']!.svg).toContain('n = 15, 15, 15, 15 images')
  })
  test('without any error there are none', () => {
    expect(quartilesFigure({ ...table, reconstructionError: new Float64Array(n).fill(NaN) }, score)).toBeNull()
  })
})

test('layers: three bars with whiskers each, in the order of the network', () => {
  const { svg } = byId['layers']!
  expect([count(svg, 'class="bar"'), count(svg, 'class="whisker"')]).toEqual([21, 21])
  expect([...new Set([...svg.matchAll(/data-label="([^"]+)"/g)].map(([, label]) => label))]).toEqual(['block1', 'block2', 'block3', 'block4', 'block5', 'fc1', 'fc2']) // prettier-ignore
})

describe('training', () => {
  test('a line per seed over batches counted from 1, and the test mean', () => {
    const { svg } = byId['training']!
    expect(count(svg, 'class="line"')).toBe(3)
    expect(svg).toContain('>test, seed 0</text>')
    expect(svg).toContain('200 batches per seed')
  })
  test('of more seeds than there are colours it says how many it shows', () => {
    const eight = Array.from({ length: 8 }, (_, seed) => ({ ...runs[0]!, seed }))
    const figure = trainingFigure(eight, n)!
    expect(count(figure.svg, 'class="line"')).toBe(6)
    expect(figure.caption).toContain('(the first 6 of 8)')
  })
  test('without a batch there is none', () => {
    expect(trainingFigure([{ seed: 0, curve: [], testMean: 0.04 }], n)).toBeNull()
    expect(trainingFigure([], n)).toBeNull()
  })
})
