import { describe, expect, test } from 'vitest'
import { naivePearson } from '../../test/naive.js'
import { params } from '../params.js'
import { agreementOf, spearmanBrown } from './agreement.js'
import { joinRatings, readRatings } from './read-ratings.js'

const head = 'study,data,seed,rater,trial,pair,swapped,rating,seconds,rated_at'
const row = (
  rater: string,
  pair: string,
  rating: string | number,
  given: { study?: string; data?: string; seed?: number } = {},
) =>
  [
    given.study ?? 'mnist-similarity',
    given.data ?? 'sample',
    given.seed ?? 7,
    rater,
    1,
    pair,
    0,
    rating,
    1.5,
    'now',
  ].join()
const read = (...rows: string[]) => readRatings(new TextEncoder().encode([head, ...rows].join('\n')), 'a.csv')

describe('a table of ratings', () => {
  const table = read(row('anna', '3-13', 4), row('anna', '103-3', 10))
  test('is read by pair', () => {
    expect(table).toMatchObject({ rater: 'anna', data: 'sample', seed: 7 })
    expect([...table.ratings]).toEqual([['3-13', 4], ['103-3', 10]]) // prettier-ignore
  })
  test.each<[string, () => unknown]>([
    ['ratings from 1 to 10 for --ratings (a.csv) but received 11 for 3-13', () => read(row('a', '3-13', 11))],
    ['ratings from 1 to 10 for --ratings (a.csv) but received 4.5', () => read(row('a', '3-13', 4.5))],
    [
      'each pair once for --ratings (a.csv) but received 3-13 twice',
      () => read(row('a', '3-13', 1), row('a', '3-13', 2)),
    ],
    ['one rater in every row', () => read(row('a', '3-13', 1), row('b', '3-14', 1))],
    ['ratings of mnist-similarity', () => read(row('a', '3-13', 1, { study: 'other' }))],
    ['sample or real as data', () => read(row('a', '3-13', 1, { data: 'own' }))],
    ['pairs such as 61-299', () => read(row('a', '3_13', 1))],
    ['one study in every row for --ratings (a.csv) but received no row', () => read()],
  ])('expects %s', (message, act) => expect(act).toThrow(`Expected ${message}`))
})

describe('raters joined', () => {
  const anna = read(row('anna', '3-13', 4), row('anna', '21-3', 10), row('anna', '3-4', 1))
  test('stand by pair, in the order of the images, however each of them was asked', () => {
    const ben = read(row('ben', '3-4', 2), row('ben', '3-13', 5), row('ben', '21-3', 9))
    expect(joinRatings([anna, ben])).toEqual({
      ...{ data: 'sample', seed: 7, raters: ['anna', 'ben'] },
      pairs: [[3, 4], [3, 13], [21, 3]], // prettier-ignore
      ratings: [[1, 4, 10], [2, 5, 9]], // prettier-ignore
    })
  })
  const other = (given: object) => read(row('ben', '3-13', 4, given), row('ben', '21-3', 10, given), row('ben', '3-4', 1, given)) // prettier-ignore
  test.each<[string, () => unknown]>([
    ['each rater once', () => joinRatings([anna, anna])],
    ['the 3 pairs that anna rated', () => joinRatings([anna, read(row('ben', '3-13', 4))])],
    ['the same images as anna', () => joinRatings([anna, other({ seed: 8 })])],
    ['the same images as anna', () => joinRatings([anna, other({ data: 'real' })])],
  ])('%s', (message, act) => expect(act).toThrow(message))
  test('real images are the same with any seed', () => {
    const real = (rater: string, seed: number) => read(row(rater, '3-13', 4, { data: 'real', seed }))
    expect(joinRatings([real('a', 1), real('b', 2)]).raters).toEqual(['a', 'b'])
  })
})

describe('agreement', () => {
  const never = new AbortController().signal
  test('of the published raters: their r, and the ceiling of the study', async () => {
    const found = await agreementOf(params.published.raters, 1, never)
    expect(found.meanR.estimate).toBeCloseTo(0.829451946742337, 12)
    expect(found.ceiling.estimate).toBeCloseTo(Math.sqrt((2 * 0.829451946742337) / 1.829451946742337), 12)
    const [a, b] = params.published.raters.map((rater) => [...rater])
    const mean = a!.map((value, k) => (value + b![k]!) / 2)
    expect(found.upper.estimate).toBeCloseTo((naivePearson(a!, mean) + naivePearson(b!, mean)) / 2, 12)
    // With two raters the others of the one are the other.
    expect(found.lower.estimate).toBeCloseTo(found.meanR.estimate, 12)
    for (const { ci, estimate } of Object.values(found)) expect(ci[0] < estimate && estimate < ci[1]).toBe(true)
  })
  // Shrout & Fleiss (1979), as in stats.
  test('of the published example of intraclass correlations', async () => {
    const judges = [[9, 6, 8, 7, 10, 6], [2, 1, 4, 1, 5, 2], [5, 3, 6, 2, 6, 4], [8, 2, 8, 6, 9, 7]] // prettier-ignore
    const { icc2, icc2k, alpha } = await agreementOf(judges, 1, never)
    expect([icc2, icc2k, alpha].map(({ estimate }) => estimate.toFixed(2))).toEqual(['0.29', '0.62', '0.91'])
  })
  test('Spearman-Brown: one rater is as reliable as r, many more so, and disagreement is 0', () => {
    expect(spearmanBrown(0.4, 1)).toBeCloseTo(0.4, 15)
    expect(spearmanBrown(0.5, 2)).toBeCloseTo(2 / 3, 15)
    expect(spearmanBrown(-0.2, 5)).toBe(0)
  })
})
