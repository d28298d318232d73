import { describe, expect, test } from 'vitest'
import { madeResults } from './testing/made-results.js'
import { summary, textTable } from './text-table.js'

describe('textTable', () => {
  test('columns stand below one another, numbers right', () => {
    const rows = [
      ['name', 'n', ''],
      ['ρ', '7140', 'x'],
      ['', '1', ''],
    ]
    expect(textTable(rows, [1])).toBe('name     n\nρ     7140  x\n         1')
  })
  test('no row gives no text', () => {
    expect(textTable([])).toBe('')
  })
})

describe('summary', () => {
  test('of the sample', () => {
    const row = { description: 'r', published: 0.25, ours: null, tolerance: 0, digits: 2, source: 'planted' }
    const numbers = [
      {
        ...{ group: 'People', label: 'r', estimate: -0.25, digits: 2, unit: '%', n: 20 },
        intervals: [{ bounds: [null, 0.5] as [null, number], method: 'Fisher' }],
        pValues: [{ value: 0.0001, method: 't' }],
      },
      { label: 'undefined', estimate: null, digits: 2, intervals: [], pValues: [] },
    ]
    const text = summary(madeResults({ numbers, replication: [{ ...row, verdict: 'missing' }] }))
    expect(text).toBe(
      [
        'made (sample data, seed 7, 1.5 s)',
        'number     estimate  interval         p   n',
        'People: r   −0.25 %  [—, 0.50]  < 0.001  20',
        'undefined         —',
        '',
        'planted answer  planted  ours  verdict',
        'r                  0.25     —  missing',
      ].join('\n'),
    )
  })
  test('of real data without anything published', () => {
    const text = summary(madeResults({ data: 'real' }))
    expect(text).toContain('made (real data')
    expect(text).not.toMatch(/published|planted|verdict/)
  })
})
