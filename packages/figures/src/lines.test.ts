import { describe, expect, test } from 'vitest'
import { countMarks } from '../test/drawn.js'
import { expectFigure } from '../test/expect-figure.js'
import { madeLines } from '../test/made.js'
import { lines, type LinesOptions } from './lines.js'

const points = [1, 10, 100].map((x) => ({ x, y: x }))
const base: LinesOptions = { id: 'l', series: [{ label: 'a', points }], xLabel: 'x', yLabel: 'y' }
const many = (y: (x: number) => number) => Array.from({ length: 60 }, (_, x) => ({ x, y: y(x) }))

const domain = (svg: string, axis: 'x' | 'y') =>
  new RegExp(`data-${axis}-domain="([^"]+)"`).exec(svg)![1]!.split(' ').map(Number)
const paths = (svg: string, name: string) =>
  [...svg.matchAll(new RegExp(`<path class="${name}"[^>]* d="([^"]+)"`, 'g'))].map(([, d]) => d!)

test('looks as committed', () => expectFigure(lines(madeLines()), 'lines'))

describe('lines', () => {
  test('one per series, told apart by colour and by dash; a legend where there are several', () => {
    const svg = lines({ ...base, series: ['a', 'b', 'c'].map((label) => ({ label, points })) })
    const drawn = svg.match(/<path class="line"[^>]*>/g)!
    expect(drawn).toHaveLength(3)
    for (const look of [/stroke="([^"]*)"/, /stroke-dasharray="([^"]*)"/])
      expect(new Set(drawn.map((tag) => look.exec(tag)?.[1])).size).toBe(3)
    expect(svg).toContain('>b</text>')
    expect(lines(base)).not.toContain('>a</text>')
  })
  test('few points have a mark with a tooltip each, many have none', () => {
    expect(countMarks(lines(base), 'point')).toBe(3)
    expect(lines(base)).toContain('<title>a: x = 10, y = 10</title>')
    expect(countMarks(lines({ ...base, series: [{ label: 'a', points: many((x) => x) }] }), 'point')).toBe(0)
  })
  test('NaN breaks the line and is counted; a point between two gaps is still seen', () => {
    const gaps = many((x) => (x === 20 || x === 22 ? NaN : x))
    const svg = lines({ ...base, series: [{ label: 'a', points: gaps }] })
    expect(paths(svg, 'line')[0]!.split('M').length - 1).toBe(3)
    expect(svg).toContain('>2 points without value: a gap in the line</text>')
    expect(countMarks(svg, 'point')).toBe(1)
    expect(svg).toContain('data-x="21"')
  })
  test('a band has a gap of its own', () => {
    const band = many((x) => x).map(({ x }) => ({ x, lower: x === 30 ? NaN : x - 1, upper: x + 1 }))
    const [d] = paths(lines({ ...base, series: [{ label: 'a', points, band }] }), 'band')
    expect(d!.split('M').length - 1).toBe(2)
  })
})

describe('axes', () => {
  test('hold lines, bands and references, and no zero that nobody asked for', () => {
    const band = points.map(({ x }) => ({ x, lower: 5, upper: 300 }))
    const svg = lines({ ...base, series: [{ label: 'a', points, band }], reference: [{ value: 400, label: 'top' }] })
    expect(domain(svg, 'y')[0]).toBeLessThan(1)
    expect(domain(svg, 'y')[1]).toBeGreaterThan(400)
    expect(domain(lines({ ...base, series: [{ label: 'a', points: points.slice(1) }] }), 'y')[0]).toBeGreaterThan(5)
  })
  test('logarithmic: equal factors are equal steps', () => {
    const svg = lines({ ...base, scales: { x: 'log', y: 'log' } })
    const at = [...paths(svg, 'line')[0]!.matchAll(/([\d.]+),([\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)])
    for (const axis of [0, 1]) expect(at[2]![axis]! - at[1]![axis]!).toBeCloseTo(at[1]![axis]! - at[0]![axis]!, 1)
    expect([...svg.matchAll(/text-anchor="middle"[^>]*>([\d.]+)</g)].map(([, label]) => label)).toEqual(['1', '2', '5', '10', '20', '50', '100']) // prettier-ignore
  })
  test('points outside a given domain are counted, not squeezed in', () => {
    const svg = lines({ ...base, yDomain: [0, 50] })
    expect(domain(svg, 'y')).toEqual([0, 50])
    expect(svg).toContain('>1 point outside the axes not shown</text>')
    expect(svg).toContain('clip-path="url(#l-clip)"')
  })
})

describe('refuses', () => {
  const with1 = (change: object) => ({ series: [{ label: 'a', points, ...change }] })
  test.each<[string, Partial<LinesOptions>]>([
    ['a filled array for series but received an array of length 0', { series: [] }],
    ['a filled array for series[0].points', with1({ points: [] })],
    ['a filled array for series[0].band', with1({ band: [] })],
    ['a string for series[0].label', with1({ label: 3 })],
    ['every label once', { series: [base.series[0]!, base.series[0]!] }],
    ['at most 6 series', { series: [...'abcdefg'].map((label) => ({ label, points })) }],
    ['at least one point with a value', with1({ points: [{ x: 1, y: NaN }] })],
    ['a number for series[0].points[0].y but received "1"', with1({ points: [{ x: 1, y: '1' }] })],
    ['a finite number or NaN for series[0].points[0].y', with1({ points: [{ x: 1, y: Infinity }] })],
    ['a finite number for series[0].points[0].x but received NaN', with1({ points: [{ x: NaN, y: 1 }] })],
    ['ascending x for series[0].points[1].x but received 10', with1({ points: [...points].reverse() })],
    ['lower <= upper for series[0].band[0].lower', with1({ band: [{ x: 1, lower: 2, upper: 1 }] })],
    [
      'a positive number (logarithmic axis) for series[0].points[0].y but received 0',
      { ...with1({ points: [{ x: 1, y: 0 }] }), scales: { y: 'log' } },
    ],
    ['a positive number (logarithmic axis) for series[0].band[0].lower', { ...with1({ band: [{ x: 1, lower: 0, upper: 1 }] }), scales: { y: 'log' } }], // prettier-ignore
    ['positive ends (logarithmic axis) for xDomain', { xDomain: [0, 1], scales: { x: 'log' } }],
    ['[smallest, largest], two different finite numbers for yDomain', { yDomain: [1, 1] }],
    ['a finite number for reference[0].value', { reference: [{ value: NaN, label: 'x' }] }],
    ['a string for yLabel', { yLabel: undefined as never }],
    ['100 to 5000 pixels for size.width', { size: { width: 20, height: 200 } }],
    ['a size that leaves at least 40 pixels of height', { size: { width: 300, height: 100 }, notes: ['a', 'b', 'c'] }],
  ])('%s', (message, change) => {
    expect(() => lines({ ...base, ...change })).toThrow(`Expected ${message}`)
  })
})
