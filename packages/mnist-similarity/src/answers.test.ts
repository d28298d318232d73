import { describe, expect, test } from 'vitest'
import { madeAnalysis, madeRecovery } from '../test/made-analysis.js'
import { answers } from './answers.js'

const near = { pixels: 0.3, conv1: 0.35, conv2: 0.4, fc1: 0.45 }
const both = (...given: Parameters<typeof answers>) => answers(...given).map(({ answer }) => answer) as [string, string]

describe('does the network predict people', () => {
  test('an interval over zero: not detectably, and how large r would have to be', () => {
    const [first] = both(madeAnalysis(-0.17, 0.83), madeRecovery(near))
    expect(first).toMatch(/^Not detectably: r = −0\.170 over 20 pairs \(95 % CI \[−0\.57, 0\.29\]; t\(18\) = −0\.73; /)
    // The least r whose Fisher interval leaves zero out at n = 20: tanh(1.96 / sqrt(17)).
    expect(first).toContain('r would have to lie beyond ±0.44 to be told from 0')
    expect(first).toContain('reach about 0.95 [0.87, 0.98]')
    expect(first).toContain('falls short')
  })

  test('an interval above zero: yes', () => {
    const [first, second] = both(madeAnalysis(0.6, 0.8, 20, 0.0001), madeRecovery(near))
    expect(first).toMatch(/^Yes: r = 0\.600 .* p < 0\.001 by permutation/)
    // (r / ceiling)^2 = 0.36 / (1.6 / 1.8).
    expect(second).toContain('for 41 % of the variance of the judgement that the raters share')
  })

  test('no shortfall is claimed where the intervals meet', () => {
    const [first] = both(madeAnalysis(0.85, 0.8), madeRecovery(near))
    expect(first).not.toContain('falls short')
  })

  test('an interval below zero: the opposite', () => {
    const [first, second] = both(madeAnalysis(-0.7, 0.8), madeRecovery(near))
    expect(first).toMatch(/^It predicts the opposite: r = −0\.700/)
    expect(second).toContain('captures nothing of what the raters share in the right direction')
  })

  test('constant ratings: cannot be said', () => {
    const all = both(madeAnalysis(NaN, NaN), madeRecovery({ pixels: NaN, conv1: NaN, conv2: NaN, fc1: NaN }))
    expect(all[0]).toMatch(/^That cannot be said: r is not defined over these 20 pairs/)
    expect(all[1]).toContain('r is not defined at every layer')
  })

  test('three pairs say nothing', () => {
    expect(both(madeAnalysis(0.9, 0.8, 3), madeRecovery(near))[0]).toContain('beyond ±1.00')
  })

  test('one rater: no ceiling', () => {
    const [first, second] = both(madeAnalysis(0.6), madeRecovery(near))
    expect(first).toContain('Without two raters there is no ceiling')
    expect(second).toMatch(/^What share of the common judgement it captures cannot be said\./)
  })

  test('raters who do not agree: no ceiling', () => {
    expect(both(madeAnalysis(0.6, -0.1), madeRecovery(near))[0]).toContain('do not agree with each other (r = −0.10)')
  })
})

describe('which layer', () => {
  test('each r inside every interval: not told apart', () => {
    const [, second] = both(madeAnalysis(0.1, 0.8), madeRecovery(near))
    expect(second).toContain('r with the mean rating is 0.30 (pixels), 0.35 (conv1), 0.40 (conv2), 0.45 (fc1).')
    expect(second).toContain('20 pairs do not tell the layers apart')
    expect(second).not.toContain('choices')
  })

  test('an r outside another’s interval is said, without a claim', () => {
    const [, second] = both(madeAnalysis(0.1, 0.8), madeRecovery({ ...near, pixels: -0.6 }))
    expect(second).toContain('their differences were not tested')
  })

  test('several choices: the range over them', () => {
    const [, second] = both(madeAnalysis(0.1, 0.8), madeRecovery(near, { count: 2160, spread: 0.05 }))
    expect(second).toContain('Over the 2,160 possible choices of candidate pairs, r lies between 0.25 and 0.50')
    const [, cut] = both(madeAnalysis(0.1, 0.8), madeRecovery(near, { count: 100_000, all: false }))
    expect(cut).toContain('Over the first 100,000 possible choices')
  })

  test.each([17, 20])('%d of 20 pairs missing: no comparison', (missing) => {
    const [, second] = both(madeAnalysis(0.1, 0.8), madeRecovery(near, { missing }))
    expect(second).toContain('Fewer than four of the rated pairs were found')
  })

  test('some pairs missing: the rest is counted', () => {
    expect(both(madeAnalysis(0.1, 0.8), madeRecovery(near, { missing: 5 }))[1]).toContain('On the 15 recovered pairs')
  })
})

test('no answer holds a NaN or a hyphen for a minus', () => {
  for (const r of [-0.7, -0.17, 0, 0.6, NaN])
    for (const agreement of [undefined, -0.2, 0.8])
      for (const missing of [0, 17])
        for (const text of both(madeAnalysis(r, agreement), madeRecovery({ ...near, pixels: r }, { missing })))
          expect(text).not.toMatch(/NaN|undefined|null|-\d/)
})
