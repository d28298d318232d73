import { expect, test } from 'vitest'
import { fontFaces } from './fonts.js'

test('four faces of Source Sans 3, whole woff2 files inside the rules', async () => {
  const rules = await fontFaces()
  const faces = [...rules.matchAll(/@font-face \{[^}]*font-weight: (\d+);[^}]*base64,([^)]+)\)[^}]*unicode-range: ([^;]+);/g)]
  expect(faces.map(([, weight, , range]) => [weight, range!.split(',')[0]])).toEqual([
    ['400', 'U+0000-00FF'],
    ['600', 'U+0000-00FF'],
    ['400', 'U+0370-03FF'],
    ['600', 'U+0370-03FF'],
  ])
  for (const [, , data] of faces) {
    const bytes = Buffer.from(data!, 'base64')
    expect(bytes.subarray(0, 4).toString()).toBe('wOF2')
    expect(bytes.readUInt32BE(8)).toBe(bytes.length)
  }
  expect(rules).not.toMatch(/url\((?!data:)/)
})
