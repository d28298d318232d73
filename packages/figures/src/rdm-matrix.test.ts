import { expect, test } from 'vitest'
import { countMarks, overhang } from '../test/drawn.js'
import { expectFigure } from '../test/expect-figure.js'
import { rdmMatrix, type RdmMatrixOptions } from './rdm-matrix.js'

const n = 9
const labels = Array.from({ length: n }, (_, i) => `image ${i + 1}`)
// Three groups of three conditions: far between the groups, near within.
const values = labels.flatMap((_, i) =>
  labels.slice(i + 1).map((_, k) => {
    const j = i + 1 + k
    return (Math.floor(i / 3) === Math.floor(j / 3) ? 0.1 : 0.7) + ((i * 7 + j * 3) % 10) / 50
  }),
)
const made = (changes: Partial<RdmMatrixOptions> = {}) =>
  rdmMatrix({ id: 'rdm', labels, values, valueLabel: '1 − r at conv4', notes: ['made'], ...changes })
const items = labels.map((_, i) => `i${i}`)

test('looks as committed', () => expectFigure(made({ items, outlined: [[0, 1], [8, 4]] }), 'rdm-matrix')) // prettier-ignore

test('a cell per pair, at row j and column i, with its value and its items', () => {
  const svg = made({ items, values: values.map((_, k) => k) })
  expect(countMarks(svg, 'cell')).toBe(36)
  const at = (a: string, b: string) => new RegExp(`<rect class="cell" x="([\\d.]+)" y="([\\d.]+)"[^>]* data-items="${a} ${b}" data-value="([^"]+)"`).exec(svg)! // prettier-ignore
  // Condensed: (0, 1) is 0, (0, 8) is 7, (1, 2) is 8, (7, 8) is the last.
  for (const [a, b, value] of [
    ['i0', 'i1', 0],
    ['i0', 'i8', 7],
    ['i1', 'i2', 8],
    ['i7', 'i8', 35],
  ] as const)
    // prettier-ignore
    expect(at(a, b)[3]).toBe(String(value))
  const [first, last] = [at('i0', 'i1'), at('i7', 'i8')]
  expect(Number(last[1]) - Number(first[1])).toBe(7 * 24)
  expect(Number(last[2]) - Number(first[2])).toBe(7 * 24)
})

test('stays on its canvas, with few and with many conditions', () => {
  expect(overhang(made())).toBe(0)
  const many = Array.from({ length: 100 }, (_, i) => String(i))
  const svg = made({ labels: many, values: many.flatMap((_, i) => many.slice(i + 1).map((_, k) => i + k)) })
  expect(overhang(svg)).toBe(0)
  expect(countMarks(svg, 'tick')).toBeLessThan(10)
})

test('a pair without value is a gap, and said', () => {
  const svg = made({ values: values.map((value, k) => (k === 3 ? NaN : value)) })
  expect(svg).toContain('1 pair without value left blank')
  expect(svg.match(/class="cell"[^>]*fill="none"/g)).toHaveLength(1)
})

test('equal dissimilarities are drawn', () =>
  expect(countMarks(made({ values: values.map(() => 2) }), 'cell')).toBe(36))

test.each<[string, object]>([
  ['36 values', { values: [1, 2] }],
  ['2 to 120 labels', { labels: ['one'] }],
  ['9 items', { items: ['a'] }],
  ['ids without blanks', { items: items.map((item) => `${item} x`) }],
  ['at least one finite value', { values: values.map(() => NaN) }],
  ['a string', { valueLabel: 3 }],
])('%s', (expected, changes) => expect(() => made(changes)).toThrow(`Expected ${expected}`))
