import { expect, test } from 'vitest'
import { madePairs, madeScatter } from '../test/made.js'
import { imagePairs } from './image-pairs.js'
import { scatter } from './scatter.js'
import { normaliseSvg } from './normalise-svg.js'

test('rounds numbers in attributes, leaves text and images alone', () => {
  const svg =
    '<svg id="f"><path d="M0.12345 -1.99999L3e-7,4"/><text x="1.005">0.12345</text><image href="data:a;base64,1.2345"/></svg>'
  expect(normaliseSvg(svg)).toBe(
    '<svg id="figure">\n<path d="M0.12 -2L3e-7,4"/>\n<text x="1">0.12345</text>\n<image href="data:a;base64,1.2345"/>\n</svg>\n',
  )
})

test('two ids, one snapshot', () => {
  for (const [a, b] of [
    [scatter({ ...madeScatter(), id: 'one' }), scatter({ ...madeScatter(), id: 'two-b' })],
    [imagePairs({ ...madePairs(), id: 'one' }), imagePairs({ ...madePairs(), id: 'two-b' })],
  ]) {
    expect(a).not.toBe(b)
    expect(normaliseSvg(a!)).toBe(normaliseSvg(b!))
  }
})

test('is its own fixed point', () => {
  const once = normaliseSvg(scatter(madeScatter()))
  expect(normaliseSvg(once).replace(/\n+/g, '\n')).toBe(once)
})
