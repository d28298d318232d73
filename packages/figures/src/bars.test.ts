import { describe, expect, test } from 'vitest'
import { countMarks } from '../test/drawn.js'
import { expectFigure } from '../test/expect-figure.js'
import { madeBars } from '../test/made.js'
import { bars, type BarsOptions } from './bars.js'

const base: BarsOptions = { id: 'b', yLabel: 'y', bars: [{ label: 'a', value: 2 }] }
const domain = (svg: string) => /data-y-domain="([^"]+)"/.exec(svg)![1]!.split(' ').map(Number) as [number, number]

test('looks as committed', () => expectFigure(bars(madeBars()), 'bars'))

describe('bars', () => {
  test('one mark per bar, whisker and point', () => {
    const made = madeBars()
    const svg = bars(made)
    expect(countMarks(svg, 'bar')).toBe(10)
    expect(countMarks(svg, 'whisker')).toBe(9)
    expect(countMarks(svg, 'point')).toBe(made.bars.flatMap(({ points = [] }) => points).length)
    expect(countMarks(svg, 'reference')).toBe(2)
  })

  test('NaN is n/a, not zero', () => {
    const svg = bars({ ...base, bars: [...base.bars, { label: 'b', value: NaN, interval: [NaN, NaN] }] })
    expect(svg.split('>n/a</text>').length - 1).toBe(1)
    expect(svg.split('<rect').length - 1).toBe(1)
  })

  test('points and intervals without value are counted', () => {
    const svg = bars({ ...base, bars: [{ label: 'a', value: 1, interval: [NaN, 2], points: [1, NaN, NaN] }] })
    expect(svg).toContain('>2 points without value left out<')
    expect(svg).toContain('1 interval without value left out')
  })

  test('a negative bar hangs from zero', () => {
    const svg = bars({
      ...base,
      bars: [
        { label: 'a', value: -2 },
        { label: 'b', value: 2 },
      ],
    })
    const [down, up] = [...svg.matchAll(/<rect x="[\d.]+" y="([\d.]+)" width="[\d.]+" height="([\d.]+)"/g)].map((m) =>
      m.slice(1).map(Number),
    )
    expect(down![0]).toBeCloseTo(up![0]! + up![1]!, 1)
    expect(down![1]).toBeCloseTo(up![1]!, 1)
  })
})

describe('the axis', () => {
  test('holds zero, whiskers, points and references', () => {
    const bar = { label: 'a', value: 2, interval: [-3, 5] as const, points: [7] }
    const [low, high] = domain(bars({ ...base, bars: [bar], reference: [{ value: 9, label: 'ceiling' }] }))
    expect(low).toBeLessThan(-3)
    expect(high).toBeGreaterThan(9)
  })

  test('begins at zero for positive and ends there for negative bars', () => {
    expect(domain(bars(base))[0]).toBe(0)
    expect(domain(bars({ ...base, bars: [{ label: 'a', value: -2 }] }))[1]).toBe(0)
    expect(domain(bars({ ...base, bars: [{ label: 'a', value: 0 }] }))).toEqual([-0.54, 0.54])
  })

  test('is as asked for, unless that would cut something', () => {
    expect(domain(bars({ ...base, domain: [-1, 3] }))).toEqual([-1, 3])
    expect(domain(bars({ ...base, domain: [1, 1.5] }))).toEqual([0, 2.08])
  })
})

describe('refuses', () => {
  test.each<[string, Partial<BarsOptions>]>([
    ['a filled array for bars', { bars: [] }],
    ['at least one finite value for bars', { bars: [{ label: 'a', value: NaN }] }],
    ['a finite number or NaN for bars[0].value but received Infinity', { bars: [{ label: 'a', value: Infinity }] }],
    ['a number for bars[0].value but received null', { bars: [{ label: 'a', value: null as never }] }],
    [
      '[lower, higher] for bars[0].interval but received "2, 1"',
      { bars: [{ label: 'a', value: 1, interval: [2, 1] }] },
    ],
    [
      'a group on every bar or on none',
      {
        bars: [
          { label: 'a', value: 1, group: 'g' },
          { label: 'b', value: 1 },
        ],
      },
    ],
    ['every label and group once', { bars: [1, 2].map((value) => ({ label: 'a', value, group: 'g' })) }],
    ['at most 6 groups', { bars: [...'abcdefg'].map((group) => ({ label: 'a', value: 1, group })) }],
    ['a finite number for reference[0].value', { reference: [{ value: NaN, label: 'x' }] }],
    ['two different finite numbers for domain', { domain: [1, 0] }],
    [
      'pixels for so many bars',
      { bars: Array.from({ length: 30 }, (_, i) => ({ label: `${i}`, value: i })), size: { width: 300, height: 300 } },
    ],
  ])('%s', (message, options) => {
    expect(() => bars({ ...base, ...options })).toThrow(message)
  })
})
