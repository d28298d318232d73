import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { Results } from '../results.js'
import { madeResults, madeSvg } from '../testing/made-results.js'
import { reportPage } from './page.js'
import { reportScript } from './script.js'

const count = (text: string, part: string) => text.split(part).length - 1
const page = (...all: Partial<Results>[]) => reportPage(all.map(madeResults), '')
const input = { name: 'a.csv', bytes: 12345, sha256: 'f'.repeat(64), licence: 'CC0' }
const check = {
  ...{ kind: 'published' as const, description: 'r', expected: -0.171 },
  ...{ tolerance: 1e-12, digits: 3, source: 'page 1' },
}
const planted = { ...check, kind: 'planted' as const, verdict: 'recovered' as const }

describe('the page', () => {
  test('has every study once, with a way to it', () => {
    const text = page({ study: 'one', title: 'First' }, { study: 'two', title: 'Second' })
    for (const study of ['one', 'two']) {
      expect(count(text, `<section id="${study}"`)).toBe(1)
      expect(count(text, `href="#${study}"`)).toBe(1)
    }
    expect(count(text, '<h1>')).toBe(1)
    expect(count(text, '<h2')).toBe(2)
  })
  test('has no script and no outside reference', () => {
    const text = page({})
    expect(text).not.toMatch(/<script/i)
    expect(text).not.toMatch(/\ssrc=|@import|url\((?!["']?data:)/)
    expect(text.match(/<link[^>]*>/g)).toEqual(['<link rel="icon" href="data:," />'])
    expect(text).toContain(`default-src 'none'`)
  })
  test('has one script when it is given one, and the policy allows that one alone', async () => {
    const script = await reportScript()
    const text = reportPage([madeResults()], '', script)
    expect(text.match(/<script/g)).toHaveLength(1)
    const [, inside] = /<script>([^]*)<\/script>/.exec(text)!
    const hash = createHash('sha256').update(inside!).digest('base64')
    expect(text).toContain(`; script-src &#39;sha256-${hash}&#39;"`)
    expect(inside).not.toMatch(/^(import|export) /m)
    expect(() => new Function(inside!)).not.toThrow()
  })
  test('stands without a study', () => {
    expect(page()).toContain('Likeness report')
  })
  test('leaves out headings of what a study does not have', () => {
    const none = { figures: [], numbers: [], tables: [], methods: [], citations: [], notReplicated: [], answers: [] }
    expect(page(none)).not.toContain('<h3>')
    expect(count(page({}), '<h3>')).toBe(5)
  })
})

describe('text of a study', () => {
  const hostile = `</title><script>alert("'1'")</script>`
  test('is escaped wherever it stands', () => {
    const text = page({
      ...{ title: hostile, question: hostile, dataNote: hostile, version: hostile },
      ...{ options: { [hostile]: hostile }, environment: { [hostile]: hostile }, methods: [hostile] },
      numbers: [
        {
          ...{ group: hostile, label: hostile, estimate: 1, digits: 1, unit: hostile, note: hostile },
          ...{ intervals: [{ bounds: [0, 1], method: hostile }], pValues: [{ value: 0.5, method: hostile }] },
        },
      ],
      figures: [{ id: 'a', title: hostile, caption: hostile, svg: madeSvg }],
      tables: [{ id: 't', title: hostile, columns: [hostile, hostile], rows: [[hostile, hostile]], note: hostile }],
      answers: [{ question: hostile, answer: hostile }],
      citations: [{ text: hostile, url: `https://example.org/"><script>` }],
      notReplicated: [{ what: hostile, why: hostile }],
      inputs: [{ ...input, name: hostile, licence: hostile, verified: true }],
      times: { started: hostile, seconds: 1, stages: [{ name: hostile, seconds: 1 }] },
      replication: [{ ...check, description: hostile, source: hostile, ours: 1, verdict: 'differs' }],
    })
    expect(text).not.toMatch(/<script|"><\/title/i)
    expect(count(text, '&lt;script&gt;alert(&quot;&#39;1&#39;&quot;)&lt;/script&gt;')).toBeGreaterThan(25)
  })
  test('links are escaped', () => {
    const text = page({ citations: [{ text: 'A', url: 'https://example.org/?a="&b=<c>' }] })
    expect(text).toContain('<a href="https://example.org/?a=&quot;&amp;b=&lt;c&gt;">')
  })
})

describe('what a reader must see', () => {
  test('files that the user gave: own data, neither as listed nor not, perhaps without a checksum', () => {
    const given = { ...input, verified: null, sha256: null, option: 'scores' }
    const own = page({ data: 'own', inputs: [given] })
    for (const text of ['own data', 'given with --scores', 'too large for a checksum']) expect(own).toContain(text)
    for (const text of ['as listed', 'what the manifest lists', 'sample data']) expect(own).not.toContain(text)
  })
  test('inputs that are not what the manifest lists', () => {
    const warning = 'Some inputs are not what the manifest lists'
    const unverified = page({ inputs: [{ ...input, verified: false }] })
    expect(unverified).toContain(warning)
    expect(unverified).toContain('not as listed')
    expect(unverified).toContain('12,345 bytes')
    const verified = page({ inputs: [{ ...input, verified: true }] })
    expect(verified).not.toContain(warning)
    expect(verified).toContain('as listed')
  })
  test('what is not defined is a dash', () => {
    const row = { label: 'r', estimate: null, digits: 3 }
    const intervals = [{ bounds: [null, null] as [null, null], method: 'Fisher' }]
    const text = page({
      numbers: [{ ...row, intervals, pValues: [{ value: null, method: 't' }] }],
      tables: [{ id: 't', title: 'T', columns: ['a', 'b'], rows: [['x', null]] }],
      replication: [{ ...check, ours: null, verdict: 'missing' }],
    })
    expect(count(text, '—')).toBeGreaterThanOrEqual(6)
    expect(text).toContain('[—, —]')
    expect(text).toContain('✗ missing')
    expect(text).not.toMatch(/\b(null|undefined|NaN)\b/)
  })
  test('whether every number came out, against what', () => {
    const row = { ...check, ours: -0.171, verdict: 'replicated' as const }
    const real = page({ data: 'real', replication: [row, { ...row, verdict: 'not-applicable' }] })
    expect(real).toContain('Replication: every number came out')
    expect(real).toContain('>published</th>')
    expect(real).toContain('± 1e\u221212')
    expect(real).toContain('✓ replicated')
    expect(real).toContain('other options')
    const sample = page({
      replication: [
        { ...planted, ours: 1 },
        { ...planted, ours: 1, tolerance: 0, verdict: 'differs' },
      ],
    })
    expect(sample).toContain('Planted answers: not every number came out')
    expect(sample).toContain('>planted</th>')
    expect(sample).toContain('>exact</td>')
  })
  test('made data replicate nothing: what was planted is recovered', () => {
    const text = page({ replication: [{ ...planted, ours: -0.171 }] })
    expect(text).toContain('Planted answers: every number came out')
    expect(text).toContain('✓ recovered')
    expect(text).not.toContain('✓ replicated')
  })
  test('derived numbers stand apart, count as nothing replicated, and do not hide behind those that came out', () => {
    const derived = { ...check, ours: -0.2, kind: 'derived' as const, verdict: 'differs' as const }
    const row = { ...check, ours: -0.171, verdict: 'replicated' as const }
    const text = page({ data: 'real', replication: [row, derived, { ...derived, verdict: 'agrees' }] })
    expect(text).toContain('Replication: every number came out')
    expect(text).toContain('1 of 1 published numbers replicated.')
    expect(text).toContain('Numbers that the authors do not print: not every number came out')
    expect(text).toContain('1 of 2 derived numbers agree. Another program')
    expect([count(text, '✓ replicated'), count(text, '✓ agrees'), count(text, '✗ differs')]).toEqual([1, 1, 1])
  })
  test('many derived numbers are folded away, unless one of them differs', () => {
    const agrees = { ...check, ours: -0.171, kind: 'derived' as const, verdict: 'agrees' as const }
    const text = (last: object) => page({ data: 'real', replication: [...Array(20).fill(agrees), { ...agrees, ...last }] })
    expect(text({})).toContain('<details><summary>Derived and ours</summary>')
    expect(text({ verdict: 'differs' })).toContain('<details open><summary>Derived and ours</summary>')
    expect(page({ data: 'real', replication: [agrees] })).not.toContain('<summary>Derived and ours</summary>')
  })
  test('own data are called so, and nothing published is held against them', () => {
    const replication = [{ ...check, ours: null, verdict: 'not-applicable' as const }]
    const text = page({ data: 'own', dataNote: 'features.npy and scores.csv.', replication })
    expect(text).toContain('>own data</span>')
    expect(text).toContain('nothing published, derived or planted applies')
    expect(text).not.toContain('came out')
  })
  test('a wide figure has a row of its own', () => {
    const figure = { id: 'a', title: 'A', caption: '', svg: '<svg width="582" height="9"></svg>' }
    expect(page({ figures: [figure] })).toContain('<figure id="figure-a" class="wide">')
    expect(page({})).toContain('<figure id="figure-made-scatter" class="">')
  })
  test('columns of numbers are aligned at the point, text is as it is', () => {
    const rows = [
      ['a-b', 10],
      ['c', -5.76],
    ]
    const text = page({ tables: [{ id: 't', title: 'T', columns: ['name', 'x'], rows }] })
    expect(text).toContain('>a-b</th>')
    expect(text).toContain('class="number" data-value="10">10.00</td>')
    expect(text).toContain('class="number" data-value="-5.76">\u22125.76</td>')
  })
})
