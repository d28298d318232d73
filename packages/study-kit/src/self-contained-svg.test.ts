import { expect, test } from 'vitest'
import { isSelfContainedSvg } from './self-contained-svg.js'

test.each([
  '<svg xmlns="http://www.w3.org/2000/svg"></svg>',
  '<image href="data:image/png;base64,iVBORw0KGgo="/>',
  '<use xlink:href="#mark"/><g clip-path="url(#clip)" fill=\'url( "#band" )\'/>',
  '<text>script, href and url of a page</text>',
  '<path fill="url(data:image/svg+xml,x)"/>',
])('%s', (svg) => {
  expect(isSelfContainedSvg(svg)).toBe(true)
})

test.each([
  '<script>alert(1)</script>',
  '<SCRIPT href="#a"/>',
  '<image href="https://example.org/a.png"/>',
  '<image HREF = "//example.org/a.png"/>',
  "<use xlink:href='other.svg#mark'/>",
  '<a href="javascript:alert(1)">x</a>',
  '<img src=a.png>',
  '<path fill="url(https://example.org/a)"/>',
  '<path fill="url( \'a.svg#b\' )"/>',
])('not %s', (svg) => {
  expect(isSelfContainedSvg(svg)).toBe(false)
})
