import { expect, test } from 'vitest'
import { drawnTexts, overlappingTexts } from '../test/drawn.js'
import { bandLabels } from './band-labels.js'

const open =
  '<svg xmlns="http://www.w3.org/2000/svg" width="900" height="300" viewBox="0 0 900 300" font-family="Source Sans 3">'
const draw = (labels: readonly string[], step: number) => {
  const made = bandLabels(labels, step, 60)
  const middles = labels.map((_, i) => 60 + i * step)
  return { ...made, svg: `${open}${made.draw(middles, 100).join('')}</svg>` }
}

const many = Array.from({ length: 12 }, (_, i) => `condition ${i} with a long name`)

test('short labels stand upright, several words in lines', () => {
  const { svg, height } = draw(['upright faces', 'inverted faces', 'houses'], 50)
  expect(svg).not.toContain('rotate')
  expect(svg.split('<tspan').length - 1).toBe(4)
  expect(height).toBe(25)
  expect(overlappingTexts(svg)).toEqual([])
})

test('labels turned by 90° do not meet', () => {
  const { svg } = draw(many, 12)
  expect(svg).toContain('rotate(-90')
  expect(overlappingTexts(svg)).toEqual([])
})

test('labels turned by 45° keep a line height between them and stay right of the canvas edge', () => {
  const { svg } = draw(many, 16)
  expect(svg).toContain('rotate(-45')
  // The lines are 16 sin 45° = 11.3 pixels apart, letters with ascender and descender at size 10 are 9.6 high.
  const upright = drawnTexts(svg).map(({ markup }) => markup.replace(/ transform="[^"]*"/, ''))
  const heights = upright.map((markup) => drawnTexts(`${open}${markup}</svg>`)[0]!.box).map((b) => b.bottom - b.top)
  expect(Math.max(...heights)).toBeLessThan(16 * Math.SQRT1_2)
  for (const { box } of drawnTexts(svg)) expect(box.left).toBeGreaterThan(0)
})

test('everything lies within the promised height', () => {
  for (const step of [12, 20, 60, 200]) {
    const { svg, height } = draw(many, step)
    for (const { box } of drawnTexts(svg)) expect(box.bottom, `step ${step}`).toBeLessThanOrEqual(100 + height + 1)
  }
})
