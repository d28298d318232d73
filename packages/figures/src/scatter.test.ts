import { describe, expect, test } from 'vitest'
import { countMarks } from '../test/drawn.js'
import { expectFigure } from '../test/expect-figure.js'
import { madeScatter } from '../test/made.js'
import { scatter, type ScatterOptions } from './scatter.js'

const base: ScatterOptions = {
  id: 's',
  points: [
    { x: 0, y: 1 },
    { x: 2, y: 3 },
  ],
  xLabel: 'x',
  yLabel: 'y',
}

const domain = (svg: string, axis: 'x' | 'y') =>
  new RegExp(`data-${axis}-domain="([^"]+)"`).exec(svg)![1]!.split(' ').map(Number)

test('looks as committed', () => expectFigure(scatter(madeScatter()), 'scatter'))

describe('points', () => {
  test('one mark per point, with its values for a page', () => {
    const points = Array.from({ length: 137 }, (_, i) => ({ x: i, y: i ** 2, label: `p${i}` }))
    const svg = scatter({ ...base, points })
    expect(countMarks(svg, 'point')).toBe(137)
    expect(svg).toContain('data-x="12" data-y="144" data-label="p12"><title>p12: x = 12, y = 144</title>')
  })

  test('of a crowd, the hidden ones are counted in a note alone', () => {
    const crowd = Array.from({ length: 1001 }, (_, i) => ({ x: i, y: i ** 2 }))
    const svg = scatter({ ...base, points: [...crowd, crowd[3]!, crowd[3]!, crowd[8]!] })
    expect(countMarks(svg, 'point')).toBe(1004)
    expect(svg).not.toContain('>×')
    expect(svg).toContain('>3 points hidden exactly behind another</text>')
    expect(scatter({ ...base, points: crowd })).not.toContain('hidden')
  })

  test('a crowd has no outlines and lies below the line, which leaves the pointer to it', () => {
    const line = [0, 1].map((x) => ({ x, y: x }))
    const draw = (n: number) =>
      scatter({
        ...base,
        points: Array.from({ length: n }, (_, i) => ({ x: i / n, y: (i * 7) % n })),
        regression: { line },
      })
    const [few, crowd] = [draw(1000), draw(1001)]
    expect([few, crowd].map((svg) => svg.indexOf('class="regression"') < svg.indexOf('class="point"'))).toEqual([true, false]) // prettier-ignore
    expect([few, crowd].map((svg) => svg.includes('pointer-events="none"'))).toEqual([false, true])
    expect([few, crowd].map((svg) => svg.includes('stroke-width="0.5"'))).toEqual([true, false])
  })

  test('those without value are left out and counted', () => {
    const svg = scatter({ ...base, points: [...base.points, { x: NaN, y: 1 }, { x: 1, y: Infinity }] })
    expect(countMarks(svg, 'point')).toBe(2)
    expect(svg).toContain('>2 points without value left out</text>')
    expect(scatter({ ...base, points: [...base.points, { x: NaN, y: 1 }] })).toContain(
      '>1 point without value left out<',
    )
  })

  test('those outside a given domain are counted', () => {
    const svg = scatter({ ...base, xDomain: [-1, 1] })
    expect(countMarks(svg, 'point')).toBe(1)
    expect(svg).toContain('>1 point outside the axes not shown</text>')
  })

  test('coincident ones are all drawn and counted beside the place', () => {
    const svg = scatter({ ...base, points: [...base.points, base.points[0]!, base.points[0]!, base.points[1]!] })
    expect(countMarks(svg, 'point')).toBe(5)
    expect([...svg.matchAll(/>(×\d+)</g)].map(([, count]) => count)).toEqual(['×3', '×2'])
  })

  test('equal values give an axis all the same', () => {
    expect(domain(scatter({ ...base, points: [{ x: 3, y: 0 }] }), 'x')).toEqual([2.676, 3.324])
  })
})

describe('axes', () => {
  test('hold line and band', () => {
    const line = [
      { x: -5, y: 0 },
      { x: 5, y: 9 },
    ]
    const svg = scatter({
      ...base,
      regression: { line, band: line.map(({ x, y }) => ({ x, lower: y - 7, upper: y + 8 })) },
    })
    const [xs, ys] = [domain(svg, 'x'), domain(svg, 'y')]
    expect(xs[0]).toBeLessThan(-5)
    expect(xs[1]).toBeGreaterThan(5)
    expect(ys[0]).toBeLessThan(-7)
    expect(ys[1]).toBeGreaterThan(17)
    expect([countMarks(svg, 'regression'), countMarks(svg, 'band')]).toEqual([1, 1])
  })

  test('share a domain around the identity line', () => {
    const svg = scatter({ ...base, points: [{ x: 0, y: 10 }], identityLine: true })
    expect(domain(svg, 'x')).toEqual(domain(svg, 'y'))
    expect(countMarks(svg, 'identity')).toBe(1)
    expect(svg).toContain('>y = x</text>')
  })
})

describe('refuses', () => {
  const two = [
    { x: 0, y: 0 },
    { x: 1, y: 1 },
  ]
  test.each<[string, Partial<ScatterOptions>]>([
    ['a filled array for points but received an array of length 0', { points: [] }],
    ['at least one point with finite x and y for points', { points: [{ x: NaN, y: 1 }] }],
    ['a number for points[0].x but received "1"', { points: [{ x: '1' as never, y: 1 }] }],
    ['a string for xLabel', { xLabel: undefined }],
    ['at least two entries for regression.line', { regression: { line: [] } }],
    [
      'a finite number for regression.line[1].y but received NaN',
      { regression: { line: [two[0]!, { x: 1, y: NaN }] } },
    ],
    ['ascending x for regression.line[1].x', { regression: { line: [...two].reverse() } }],
    ['lower <= upper', { regression: { line: two, band: two.map(({ x }) => ({ x, lower: 1, upper: 0 })) } }],
    ['[smallest, largest], two different finite numbers for yDomain', { yDomain: [1, 1] }],
    ['100 to 5000 pixels for size.width but received 20', { size: { width: 20, height: 200 } }],
    [
      'a size that leaves at least 40 pixels of height',
      { size: { width: 200, height: 100 }, notes: ['a', 'b', 'c', 'd'] },
    ],
    ['a letter followed by', { id: '"><script>' }],
    [
      'values whose range is finite',
      {
        points: [
          { x: -1e308, y: 0 },
          { x: 1e308, y: 0 },
        ],
      },
    ],
    ['strings for notes', { notes: [3 as never] }],
  ])('%s', (message, options) => {
    expect(() => scatter({ ...base, ...options })).toThrow(`Expected ${message}`)
  })
})
