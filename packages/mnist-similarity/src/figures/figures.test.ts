import { normaliseSvg } from '@likeness/figures'
import { describe, expect, test } from 'vitest'
import { madeAnalysis, madeRecovery } from '../../test/made-analysis.js'
import { madeFindings } from '../../test/made-findings.js'
import { drawings, figures } from './index.js'

const near = { pixels: 0.1, conv1: 0.2, conv2: 0.3, fc1: 0.4 }
const byId = (given: Parameters<typeof madeFindings>[0] = {}) =>
  Object.fromEntries(drawings(madeFindings(given)).map((f) => [f.id.replace('mnist-similarity-', ''), f]))
const textOf = (svg: string) => svg.replace(/<(title|desc)\b.*?<\/\1>/gs, '').replace(/<[^>]+>/g, ' ')
const count = (svg: string, mark: string) => svg.split(mark).length - 1

test('every figure, in the report’s order, each under its own id', () => {
  const all = figures(madeFindings())
  expect(all.map(({ id }) => id.replace('mnist-similarity-', ''))).toEqual(
    ['agreement', 'layers', 'recovered', 'pairs', 'confusion', 'predictions', 'errors', 'distributions'], // prettier-ignore
  )
  for (const { id, svg, png } of all) {
    expect(svg).toContain(`id="${id}"`)
    expect([...png!.subarray(1, 4)]).toEqual([...Buffer.from('PNG')])
  }
})

test('no figure says NaN or undefined, whatever is missing', () => {
  const nan = { pixels: NaN, conv1: NaN, conv2: NaN, fc1: NaN }
  for (const given of [
    { analysis: madeAnalysis(NaN, NaN), recovery: madeRecovery(nan, { missing: 20 }) },
    { analysis: madeAnalysis(0.4), recovery: madeRecovery({ ...near, conv1: NaN }, { missing: 5 }) },
  ])
    for (const { svg, caption, title } of drawings(madeFindings(given)))
      expect(`${textOf(svg)} ${caption} ${title}`).not.toMatch(/NaN|undefined|null/)
})

describe('agreement', () => {
  test('one point per pair, r with its interval and n', () => {
    const { svg, caption } = byId().agreement!
    expect(count(svg, '<circle')).toBe(20)
    expect(textOf(svg)).toContain('r = 0.400, 95 % CI [−0.05, 0.72], n = 20 pairs')
    expect(caption).toContain('95 % confidence of the mean response')
  })

  test('left out where r is not defined', () => {
    expect(byId({ analysis: madeAnalysis(NaN, 0.8) }).agreement).toBeUndefined()
  })
})

describe('layers', () => {
  test('layers, raters and their agreement with whiskers that figure and caption name, and the ceiling', () => {
    const { svg, caption } = byId().layers!
    for (const label of ['pixels', 'conv1', 'conv2', 'fc1', 'rater 1', 'rater 2', 'raters', 'ceiling 0.94'])
      expect(textOf(svg)).toContain(label)
    expect(textOf(svg)).toContain('n = 20 pairs; whiskers: 95 % Fisher interval')
    expect(caption).toContain('Whiskers: 95 % Fisher intervals.')
    expect(caption).toContain('[0.84, 0.98]')
    expect(caption).not.toContain('choices')
  })

  test('one rater: neither agreement nor ceiling', () => {
    const { svg, caption } = byId({ analysis: madeAnalysis(0.4) }).layers!
    expect(`${textOf(svg)} ${caption}`).not.toMatch(/ceiling|raters/)
  })

  test('pairs that were not found are told by n, several choices by their range', () => {
    const recovery = madeRecovery(near, { missing: 5, count: 1234, spread: 0.05 })
    const { svg, caption } = byId({ recovery }).layers!
    expect(textOf(svg)).toContain('n = 15 recovered pairs for the layers, 20 for raters')
    expect(caption).toContain('over all 1,234 choices: pixels 0.05 to 0.15')
    expect(byId({ recovery: madeRecovery(near, { count: 9, all: false }) }).layers!.caption).toContain(
      'over the first 9',
    )
  })
})

describe('pairs', () => {
  test('recovered: both images, ratings of each rater, candidates', () => {
    const { svg } = byId().recovered!
    expect(count(svg, '<image')).toBe(40)
    expect(textOf(svg)).toContain('raters 0.1 and 0.1')
    expect(count(textOf(svg), 'one candidate')).toBe(20)
  })

  test('recovered: only what was found, and nothing where nothing was', () => {
    const some = byId({ recovery: madeRecovery(near, { missing: 15 }) }).recovered!
    expect(count(some.svg, '<image')).toBe(10)
    expect(some.caption).toMatch(/^5 of 20 printed similarities/)
    expect(byId({ recovery: madeRecovery(near, { missing: 20 }) }).recovered).toBeUndefined()
  })

  test('whole ratings are printed whole, for one rater too', () => {
    const { material } = madeFindings()
    const rater = Array.from({ length: 20 }, (_, k) => 1 + (k % 10))
    const given = { material: { ...material, ratings: { ...material.ratings, raters: [rater] } } }
    expect(textOf(byId(given).recovered!.svg)).toMatch(/\brater 10\b/)
  })

  test('fixed pairs: the first 24 of many, and the caption says so', () => {
    const pairs = Array.from({ length: 30 }, (_, k) => [k, k + 30] as const)
    const values = pairs.map((_, k) => k / 30)
    const similarities = { pixels: values, conv1: values, conv2: values, fc1: values }
    const { svg, caption } = byId({ digit: 3, pairs, similarities }).pairs!
    expect(count(svg, '<image')).toBe(48)
    expect(caption).toMatch(/^The first 24 of 30 pairs: the k-th with the \(k \+ 30\)-th 3;/)
    expect(byId().pairs!.caption).toMatch(/^2 pairs: the k-th with the \(k \+ 2\)-th 8;/)
  })
})

describe('classification', () => {
  test('predictions: the first 30, right and wrong, with the probability rounded down', () => {
    const { svg } = byId().predictions!
    expect(count(svg, '<image')).toBe(30)
    expect(textOf(svg)).toContain('1, 96 %')
    expect(textOf(svg)).toContain('probability (softmax), rounded down')
    expect([count(svg, 'class="wrong"'), count(svg, 'class="right"')]).toEqual([2, 30])
  })

  test('errors: true and predicted digit; the most confident 60 of many; none at all', () => {
    expect(textOf(byId().errors!.svg)).toContain('7 → 1, 96 %')
    const { classified, material } = madeFindings()
    const many = { ...classified, errors: Array.from({ length: 70 }, (_, k) => k % 60) }
    expect(count(byId({ classified: many }).errors!.svg, '<image')).toBe(60)
    expect(byId({ classified: many }).errors!.caption).toContain('The 60 most confident of 70 errors')
    expect(byId({ classified: { ...classified, errors: [] }, material }).errors).toBeUndefined()
  })

  test('confusion: counts and accuracy', () => {
    const { svg, caption } = byId().confusion!
    expect(textOf(svg)).toContain('n = 60 images, 98.33 % correct')
    expect(caption).toContain('for 60 images, in counts; 59 lie on the diagonal')
  })
})

test('distributions: digits that have pairs at fc1; none, no figure', () => {
  expect(textOf(byId().distributions!.svg)).toContain('digit 8')
  const empty = madeFindings().distributions.map((d) => ({ ...d, n: 0, median: NaN, counts: d.counts.map(() => 0) }))
  expect(byId({ distributions: empty }).distributions).toBeUndefined()
  expect(
    byId({ distributions: [...madeFindings().distributions, { ...empty[3]!, digit: 9 }] }).distributions,
  ).toBeDefined()
})

test('figures with embedded images are the same on every call', () => {
  const draw = () => drawings(madeFindings()).map(({ svg }) => normaliseSvg(svg))
  expect(draw()).toEqual(draw())
})
