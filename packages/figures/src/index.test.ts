import { describe, expect, test } from 'vitest'
import { overhang, overlappingTexts, parseXml } from '../test/drawn.js'
import * as made from '../test/made.js'
import {
  bars,
  confusionMatrix,
  histograms,
  imageGrid,
  imagePairs,
  lines,
  rdmHeatMap,
  scatter,
  svgToPng,
} from './index.js'

const figures: Record<string, () => string> = {
  scatter: () => scatter(made.madeScatter()),
  'image pairs': () => imagePairs(made.madePairs()),
  'image grid': () => imageGrid(made.madeGrid()),
  bars: () => bars(made.madeBars()),
  'confusion matrix': () => confusionMatrix(made.madeConfusion()),
  histograms: () => histograms(made.madeHistograms()),
  lines: () => lines(made.madeLines()),
  'RDM with groups': () => rdmHeatMap(made.madeRdm()),
  'RDM with labels': () => rdmHeatMap(made.madeSmallRdm()),
}

const long = `${'Extraordinarily long words, '.repeat(6)}${'W'.repeat(150)}`
const hostile = '<script>alert("1")</script> \u0000 ]]> &amp; \' " -->'
const image = made.madeImage(1)
const thirty = Array.from({ length: 30 }, (_, i) => i)

const labelled = (label: string): Record<string, () => string> => {
  const common = { id: 'x', title: label, notes: [label, label] }
  const axes = { ...common, xLabel: label, yLabel: label }
  const line = [0, 1].map((x) => ({ x, y: x }))
  const reference = [0, 1, 1.01].map((value) => ({ value, label }))
  return {
    scatter: () =>
      scatter({
        ...axes,
        points: [0, 0, 1e9].map((x) => ({ x, y: x, label })),
        identityLine: true,
        regression: { line, band: line.map(({ x }) => ({ x, lower: 0, upper: 1 })), label },
        size: { width: 480, height: 700 },
      }),
    lines: () =>
      lines({
        ...axes,
        series: ['a', 'b'].map((name) => ({ label: name + label, points: [1, 1e9].map((x) => ({ x, y: x })) })),
        scales: { x: 'log' },
        reference,
        size: { width: 480, height: 700 },
      }),
    'image pairs': () => imagePairs({ ...common, pairs: [{ left: image, right: image, caption: [label, label] }] }),
    'image grid': () => imageGrid({ ...common, images: [{ image, caption: label, highlight: 'wrong' }], columns: 4 }),
    bars: () =>
      bars({
        ...axes,
        bars: thirty.map((i) => ({ label: `${i} ${label}`, value: i - 9 })),
        reference,
        size: { width: 600, height: 700 },
      }),
    'grouped bars': () =>
      bars({
        ...axes,
        bars: ['a', 'b', 'c'].flatMap((group) =>
          thirty.map((i) => ({ label: `${i} ${label}`, value: NaN ** (i % 2), group: group + label })),
        ),
        size: { width: 1600, height: 700 },
      }),
    RDM: () =>
      rdmHeatMap({
        ...common,
        ...{ values: [1, 2, NaN], valueLabel: label, labels: [label, label, label], scale: 'percentile' },
        groups: [
          { label, size: 1 },
          { label: `2 ${label}`, size: 2 },
        ],
      }),
    'RDM of groups': () =>
      rdmHeatMap({
        ...common,
        ...{ values: Array.from({ length: 780 }, (_, i) => i * 1e9), valueLabel: label },
        groups: Array.from({ length: 8 }, (_, k) => ({ label: k + label, size: 5 })),
      }),
    'confusion matrix': () =>
      confusionMatrix({
        ...axes,
        labels: [label, label, 'c'],
        counts: [
          [1e9, 0, 1],
          [0, 0, 0],
          [2, 3, 4],
        ],
      }),
    histograms: () =>
      histograms({
        ...axes,
        edges: [0, 1e-9, 1e-3],
        groups: thirty.map((n) => ({ label, counts: [n, 1], n: n * 1e6, median: 0 })),
        size: { width: 480, height: 1500 },
      }),
  }
}

test('these checks find what sticks out and what overlaps', () => {
  const open = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 50 20" font-family="Source Sans 3">'
  const word = (x: number, turn = '') => `<text x="${x}" y="15" font-size="10"${turn}>word</text>`
  expect(overhang(`${open}${word(10)}</svg>`)).toBe(0)
  expect(overhang(`${open}${word(40)}</svg>`)).toBeGreaterThan(5)
  expect(overhang(`${open}${word(-1)}</svg>`)).toBeGreaterThan(0.3)
  expect(overhang(`${open}${word(10, ' transform="rotate(90 10 15)"')}</svg>`)).toBeGreaterThan(5)
  expect(overlappingTexts(`${open}${word(2)}${word(20)}</svg>`)).toHaveLength(1)
  expect(overlappingTexts(`${open}${word(2)}${word(26)}</svg>`)).toEqual([])
})

describe.each(Object.entries(figures))('%s', (_, draw) => {
  test('the same input gives the same string', () => {
    expect(draw()).toBe(draw())
  })

  test('is an image with a name, a description and ids of its own', () => {
    const svg = draw()
    const id = /<svg[^>]* id="([^"]+)"/.exec(svg)![1]!
    expect(svg).toContain(`role="img" aria-labelledby="${id}-title ${id}-desc"`)
    expect(svg).toMatch(new RegExp(`<title id="${id}-title">[^<]+</title><desc id="${id}-desc">[^<]+</desc>`))
    const ids = [...svg.matchAll(/ id="([^"]+)"/g)].map(([, found]) => found!)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.every((found) => found.startsWith(id))).toBe(true)
    expect(svg).toContain('color="#1b1b1b"')
  })

  test('lies on its canvas, and no text on another', () => {
    const svg = draw()
    expect(overhang(svg)).toBe(0)
    expect(overlappingTexts(svg)).toEqual([])
  })
})

describe.each(Object.entries(labelled(long)))('%s with extreme labels', (_, draw) => {
  test('lies on its canvas, and no text on another', () => {
    const svg = draw()
    expect(overhang(svg)).toBe(0)
    expect(overlappingTexts(svg)).toEqual([])
  })
})

describe.each(Object.entries(labelled(hostile)))('%s with hostile labels', (_, draw) => {
  test('is well-formed XML without foreign markup', () => {
    const svg = draw()
    parseXml(svg)
    expect(svg).not.toContain('<script')
    expect(svg).toContain('&lt;script&gt;')
    expect(() => svgToPng(svg, { scale: 0.2 })).not.toThrow()
  })
})
