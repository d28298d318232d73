import { describe, expect, test } from 'vitest'
import { firstIssue } from './read-json.js'
import { results } from './results.js'
import { madeResults, madeSvg } from './testing/made-results.js'

const fault = (changes: object) => {
  const { error } = results.safeParse({ ...madeResults(), ...changes })
  return error ? firstIssue(error) : undefined
}
const figure = { id: 'made-a', title: 'A', caption: 'B', svg: madeSvg }
const table = { id: 'a', title: 'A', columns: ['x', 'y'], rows: [] }

describe('a result', () => {
  test('is plain data that survives JSON', () => {
    const made = madeResults({ numbers: [{ label: 'r', estimate: null, digits: 3, intervals: [], pValues: [] }] })
    expect(results.parse(JSON.parse(JSON.stringify(made)))).toEqual(made)
  })
  test('the defaults', () => {
    const [row] = results.parse({ ...madeResults(), numbers: [{ label: 'r', estimate: 1 }] }).numbers
    expect(row).toEqual({ label: 'r', estimate: 1, digits: 3, intervals: [], pValues: [] })
  })
  test.each([
    [{ values: { r: NaN } }, /^values\.r: .*NaN/],
    [{ values: { r: Infinity } }, /^values\.r: /],
    [{ numbers: [{ label: 'r' }] }, /^numbers\.0\.estimate: /],
    [{ numbers: [{ label: 'r', estimate: 1, digits: -1 }] }, /^numbers\.0\.digits: /],
    [
      { numbers: [{ label: 'r', estimate: 1, pValues: [{ value: 1.1, method: 't' }] }] },
      /^numbers\.0\.pValues\.0\.value: /,
    ],
    [{ numbers: [{ label: 'r', estimate: 1, pValues: [{ value: -0.1, method: 't' }] }] }, /pValues\.0\.value: /],
    [{ figures: [{ ...figure, id: '../up' }] }, /^figures\.0\.id: /],
    [{ figures: [{ ...figure, id: 'A b' }] }, /^figures\.0\.id: /],
    [{ figures: [{ ...figure, svg: '<p>no</p>' }] }, /^figures\.0\.svg: Expected one whole <svg>/],
    [{ figures: [{ ...figure, svg: '<svg><g>' }] }, /^figures\.0\.svg: Expected one whole <svg>/],
    [
      { figures: [{ ...figure, svg: '<svg><script>1</script></svg>' }] },
      /^figures\.0\.svg: Expected an SVG without script/,
    ],
    [{ figures: [{ ...figure, png: 'bytes' }] }, /^figures\.0\.png: /],
    [{ figures: [figure, figure] }, /^figures: Expected figures with different ids/],
    [{ tables: [{ ...table, columns: [] }] }, /^tables\.0\.columns: /],
    [{ tables: [{ ...table, rows: [['a', 1], ['b']] }] }, /^tables\.0\.rows: Expected as many cells/],
    [{ tables: [table, table] }, /^tables: Expected tables with different ids/],
    [
      { citations: [{ text: 'x', url: 'javascript:alert(1)' }] },
      /^citations\.0\.url: Expected an http or https address/,
    ],
    [{ format: 'likeness-results/1' }, /^format: /],
    [{ seed: 1.5 }, /^seed: /],
  ])('%j is refused at its place', (changes, message) => {
    expect(fault(changes)).toMatch(message)
  })
})
