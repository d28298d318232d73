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
    const row = { description: 'r', expected: 0.25, ours: null, tolerance: 0, digits: 2, source: 'planted' }
    const numbers = [
      {
        ...{ group: 'People', label: 'r', estimate: -0.25, digits: 2, unit: '%', n: 20 },
        intervals: [{ bounds: [null, 0.5] as [null, number], method: 'Fisher' }],
        pValues: [{ value: 0.0001, method: 't' }],
      },
      { label: 'undefined', estimate: null, digits: 2, intervals: [], pValues: [] },
    ]
    const text = summary(madeResults({ numbers, replication: [{ ...row, kind: 'planted', verdict: 'missing' }] }))
    expect(text).toBe(
      [
        'made (sample data, seed 7, 1.5 s)',
        'number     estimate  interval         p   n',
        'People: r   −0.25 %  [—, 0.50]  < 0.001  20',
        'undefined         —',
        '',
        'planted answer  planted  ours  verdict',
        'r                  0.25     —  missing',
        '0 of 1 planted numbers recovered',
      ].join('\n'),
    )
  })
  test('of real data: published numbers and derived ones in tables of their own', () => {
    const row = { description: 'r', expected: 0.25, ours: 0.25, tolerance: 0, digits: 2, source: 'page 1' }
    const replication = [
      { ...row, kind: 'published' as const, verdict: 'replicated' as const },
      { ...row, kind: 'derived' as const, expected: 0.5, verdict: 'differs' as const },
    ]
    expect(
      summary(madeResults({ data: 'real', replication }))
        .split('\n')
        .slice(3),
    ).toEqual([
      '',
      'replication  published  ours  verdict',
      'r                 0.25  0.25  replicated',
      '1 of 1 published numbers replicated',
      '',
      'not printed by the authors  derived  ours  verdict',
      'r                              0.50  0.25  differs',
      '0 of 1 derived numbers agree',
    ])
    expect(
      summary(madeResults({ data: 'own', replication }))
        .split('\n')
        .slice(3),
    ).toEqual(['', 'own data: nothing published, derived or planted applies'])
  })
  test('of real data without anything published', () => {
    const text = summary(madeResults({ data: 'real' }))
    expect(text).toContain('made (real data')
    expect(text).not.toMatch(/published|derived|planted|verdict/)
  })
})
