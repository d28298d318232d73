import { beforeAll, describe, expect, test } from 'vitest'
import { naivePearson } from '../test/naive.js'
import { params } from './params.js'
import { analyseRatings, ceilingOf, meanRating, normalise, type RatingsAnalysis } from './ratings.js'

const run = (onProgress: (fraction: number) => void = () => {}) => ({
  signal: new AbortController().signal,
  onProgress,
})

describe('the published arrays', () => {
  const { digit, raters, network } = params.published
  let analysis: RatingsAnalysis
  const progress: number[] = []
  beforeAll(async () => {
    analysis = await analyseRatings({ digit, raters, network }, 1, run((fraction) => void progress.push(fraction))) // prettier-ignore
  }, 60_000)

  // NumPy and SciPy on the printed arrays; 1e-12 leaves room for another order of 20 sums.
  test.each<[string, (a: RatingsAnalysis) => number, number]>([
    ['r, network with mean', (a) => a.pearson.estimate, -0.17075332982050243],
    ['r, network with rater 1', (a) => a.raters[0]!.estimate, -0.11342794831562597],
    ['r, network with rater 2', (a) => a.raters[1]!.estimate, -0.20395451916833185],
    ['r, rater with rater', (a) => a.interRater!.pearson.estimate, 0.829451946742337],
    ['Spearman, rater with rater', (a) => a.interRater!.spearman.estimate, 0.805542027532229],
    ['Spearman, network with mean', (a) => a.spearman.estimate, -0.12121559967111241],
  ])('%s', (_, of, expected) => expect(Math.abs(of(analysis) - expected)).toBeLessThan(1e-12))

  test('as the page prints r, and its test', () => {
    expect(analysis.pearson.estimate.toFixed(3)).toBe('-0.171')
    expect(analysis.t.toFixed(3)).toBe('-0.735')
    expect(analysis.pearson.p.toFixed(2)).toBe('0.47')
    // 10,000 permutations: three standard errors of a proportion near 0.47.
    expect(Math.abs(analysis.pearson.permutationP - analysis.pearson.p)).toBeLessThan(0.015 + 0.01)
  })

  test('the normalised titles: first, last and extremes', () => {
    const { network: net, human } = analysis.normalised
    expect([net[0], human[0], net.at(-1), human.at(-1)].map((v) => v!.toFixed(2))).toEqual(['0.69', '0.29', '0.58', '0.50']) // prettier-ignore
    for (const axis of [net, human]) expect([Math.min(...axis), Math.max(...axis)]).toEqual([0, 1])
  })

  test('normalising leaves r as it is', () => {
    const r = naivePearson(analysis.normalised.network, analysis.normalised.human)
    expect(Math.abs(r - analysis.pearson.estimate)).toBeLessThan(1e-12)
  })

  test('the ceiling is the root of the Spearman-Brown reliability, its interval that of the raters', () => {
    const { estimate, ci } = analysis.interRater!.pearson
    const byHand = (r: number) => ((2 * r) / (1 + r)) ** 0.5
    expect(analysis.ceiling!.estimate).toBeCloseTo(byHand(estimate), 14)
    expect(analysis.ceiling!.ci[0]).toBeCloseTo(byHand(ci![0]), 14)
    expect(analysis.ceiling!.ci[1]).toBeCloseTo(byHand(ci![1]), 14)
  })

  test('progress rises to 1', () => {
    expect(progress).toHaveLength(7)
    expect(progress).toEqual([...progress].sort((a, b) => a - b))
    expect(progress.at(-1)).toBe(1)
  })
})

test.each([
  [0, 0],
  [1, 1],
  [0.5, Math.sqrt(2 / 3)],
  [-0.4, 0],
])('ceiling of raters that agree at %d', (r, ceiling) => expect(ceilingOf(r)).toBeCloseTo(ceiling, 15))

test('normalise: least 0, most 1; NaN when constant', () => {
  expect(normalise([3, 5, 4, 7])).toEqual([0, 0.5, 0.25, 1])
  expect(normalise([-2, -2])).toEqual([NaN, NaN])
})

test('the mean of the raters, pair by pair', () => {
  expect(meanRating({ raters: [[1, 4], [3, 4], [5, 10]] })).toEqual([3, 6]) // prettier-ignore
})

const network = [0.1, 0.4, 0.2, 0.9, 0.5]
const rater = [2, 5, 3, 8, 9]

test('one rater: no agreement between raters, no ceiling; progress reaches 1', async () => {
  const progress: number[] = []
  const ratings = { digit: 8, raters: [rater], network }
  const analysis = await analyseRatings(ratings, 1, run((fraction) => void progress.push(fraction))) // prettier-ignore
  expect([analysis.interRater, analysis.ceiling]).toEqual([undefined, undefined])
  expect(analysis.raters).toHaveLength(1)
  expect(analysis.pearson.estimate).toBeCloseTo(naivePearson(network, rater), 13)
  expect([progress.length, progress.at(-1)]).toEqual([4, 1])
})

test('three raters: each with the network, but no ceiling for two', async () => {
  const analysis = await analyseRatings({ digit: 8, raters: [rater, rater, [1, 2, 3, 4, 5]], network }, 1, run())
  expect(analysis.raters).toHaveLength(3)
  expect([analysis.interRater, analysis.ceiling]).toEqual([undefined, undefined])
})

test('constant ratings have no correlation, and nothing breaks', async () => {
  const constant = [5, 5, 5, 5, 5]
  const analysis = await analyseRatings({ digit: 8, raters: [constant, constant], network }, 1, run())
  expect([analysis.pearson.estimate, analysis.spearman.estimate, analysis.t]).toEqual([NaN, NaN, NaN])
  expect(analysis.interRater!.pearson.estimate).toBe(NaN)
  expect(analysis.ceiling).toBeUndefined()
})

test('raters who disagree leave no ceiling', async () => {
  const turned = rater.map((v) => 10 - v)
  const analysis = await analyseRatings({ digit: 8, raters: [rater, turned], network }, 1, run())
  expect(analysis.interRater!.pearson.estimate).toBeCloseTo(-1, 12)
  expect(analysis.ceiling).toBeUndefined()
})

test('rejects with the reason once aborted', async () => {
  const signal = AbortSignal.abort('stop')
  const analysis = analyseRatings({ digit: 8, raters: [rater], network }, 1, { signal, onProgress: () => {} })
  await expect(analysis).rejects.toBe('stop')
})
