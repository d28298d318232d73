import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fitText, wrapText } from './fit-text.js'
import { textWidth } from './text-width.js'

describe('fitText', () => {
  test('keeps what fits and shortens the rest', () => {
    expect(fitText('short', 100, 10)).toBe('short')
    const cut = fitText('a rather long label', 40, 10)
    expect(cut).toMatch(/^a rath.*…$/)
    expect(textWidth(cut, 10)).toBeLessThanOrEqual(40)
  })
})

describe('wrapText', () => {
  test('breaks at white space, and inside a word only where it must', () => {
    expect(wrapText('one two\nthree', 30, 10)).toEqual(['one', 'two', 'three'])
    expect(wrapText('aaaaaaaaaa', 25.3, 10).join('')).toBe('aaaaaaaaaa')
    expect(wrapText(' \n ', 30, 10)).toEqual([])
  })

  test('cuts after the last line', () => {
    const lines = wrapText('one two three four five six', 40, 10, { maxLines: 2 })
    expect(lines).toHaveLength(2)
    expect(lines[1]).toMatch(/…$/)
  })

  test('loses no letter and exceeds no width', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 30, max: 200 }), (text, width) => {
        const lines = wrapText(text, width, 10)
        expect(lines.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''))
        for (const line of lines) if ([...line].length > 6) expect(textWidth(line, 10)).toBeLessThanOrEqual(width)
      }),
      { seed: 4, numRuns: 200 },
    )
  })
})
