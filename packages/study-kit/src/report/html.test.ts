import { expect, test } from 'vitest'
import { html, raw } from './html.js'

const hostile = `<img src=x onerror="alert('1')"> & "more"`
const escaped = '&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt; &amp; &quot;more&quot;'

test('values are escaped, in text, attributes and lists', () => {
  expect(html`<p title="${hostile}">${[hostile, 3]}</p>`.text).toBe(`<p title="${escaped}">${escaped}3</p>`)
})

test('markup is not escaped again, however deep it stands', () => {
  const item = html`<b>${'a<b'}</b>`
  expect(html`<p>${[[item], item]}${raw('<br />')}</p>`.text).toBe('<p><b>a&lt;b</b><b>a&lt;b</b><br /></p>')
})

test('null, undefined and false vanish, 0 and the empty text do not', () => {
  expect(html`<i>${null}${undefined}${false}${0}${''}</i>`.text).toBe('<i>0</i>')
})

test('an object that only looks like markup is escaped', () => {
  const lookalike = { text: '<script>', toString: () => '<script>' } as unknown as string
  expect(html`${lookalike}`.text).toBe('&lt;script&gt;')
})
