import { expect, test } from 'vitest'
import { lines } from './lines.js'
import { panels } from './panels.js'

const panel = (id: string, width = 200) =>
  lines({
    id,
    series: [{ label: 'a', points: [{ x: 0, y: 1 }, { x: 1, y: 2 }] }], // prettier-ignore
    xLabel: 'x < 1 & more',
    yLabel: id,
    size: { width, height: 180 },
  })

test('stand beside one another, each under its own id, in one picture with one name', () => {
  const svg = panels({ id: 'both', title: 'Two & more', panels: [panel('left'), panel('right', 240)], gap: 10 })
  expect(svg).toMatch(/^<svg [^>]*id="both"[^>]* width="450" height="180" /)
  expect(svg).toContain('<g id="left" class="panel" transform="translate(0 0)">')
  expect(svg).toContain('<g id="right" class="panel" transform="translate(210 0)">')
  expect(svg.match(/<title /g)).toHaveLength(1)
  expect(svg).toContain('>Two &amp; more</title>')
  expect(svg.match(/<desc [^>]*>(.*?)<\/desc>/)![1]).toContain('left against x &lt; 1 &amp; more')
  expect(svg.split('<svg ').length).toBe(2)
})

test.each([
  [[], 'panels'],
  [['<svg></svg>'], 'a figure of this package for panels[0]'],
  [[panel('a'), 'x'], 'a figure of this package for panels[1]'],
  [[panel('a'), panel('a')], 'every id once for panels'],
  [[panel('both')], 'every id once for panels'],
])('%#: refused', (given, message) => {
  expect(() => panels({ id: 'both', title: 'Both', panels: given })).toThrow(message)
})
