import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseXml } from '../test/drawn.js'
import { element, text } from './element.js'

const root = { xmlns: 'http://www.w3.org/2000/svg', width: 9, height: 9 }

describe('element', () => {
  test('nests, orders and escapes', () => {
    expect(element('g', { id: 'a', title: '"<&>\n' }, element('rect'), text('<script> & "x"'))).toBe(
      '<g id="a" title="&quot;&lt;&amp;&gt;&#10;"><rect/>&lt;script&gt; &amp; "x"</g>',
    )
  })

  test('writes numbers with two decimals, without -0, and leaves undefined out', () => {
    expect(element('a', { x: 1 / 3, y: -0.001, z: 20, r: undefined })).toBe('<a x="0.33" y="0" z="20"/>')
  })

  test('shows what XML forbids as a square', () => {
    expect(text('a\u0000b\u001fc\ud800d\uffffe\u0085')).toBe('a□b□c□d□e□')
    expect(element('a', { x: '\u0008😀' })).toBe('<a x="□😀"/>')
  })

  test.each([[NaN], [Infinity]])('refuses %d as an attribute', (x) => {
    expect(() => element('a', { x })).toThrow(`Expected a finite number for attribute x but received ${x}`)
  })

  test.each(['', 'a b', '1a', 'a"', 'a>'])('refuses %j as a name', (name) => {
    expect(() => element(name)).toThrow('Expected an XML name for tag')
    expect(() => element('a', { [name]: 1 })).toThrow('Expected an XML name for attribute')
  })

  test('refuses text that is no string', () => {
    expect(() => text(3 as never)).toThrow('Expected a string for text but received 3')
  })

  test('any string makes well-formed XML', () => {
    const units = fc.string({ unit: 'binary' })
    fc.assert(
      fc.property(units, fc.array(fc.nat(0xffff)), (value, codes) => {
        const hostile = value + String.fromCharCode(...codes)
        parseXml(element('svg', { ...root, 'data-x': hostile }, element('text', {}, text(hostile))))
      }),
      { seed: 5, numRuns: 60 },
    )
  })

  test('the XML parser of these tests is strict', () => {
    const open = '<svg xmlns="http://www.w3.org/2000/svg">'
    for (const bad of ['<g></svg>', '<g a="1" a="2"/></svg>', 'a & b</svg>', '\u0001</svg>', '<g a="<"/></svg>'])
      expect(() => parseXml(open + bad), bad).toThrow('SVG data parsing failed')
  })
})
