import { expect, test } from 'vitest'
import { webUrl } from './web-url.js'

test.each(['https://doi.org/10.1109/5.726791', 'http://example.org:8080/a?b=c#d'])('takes %s', (url) => {
  expect(webUrl.parse(url)).toBe(url)
})

test.each([
  'javascript:alert(1)',
  'JavaScript:alert(1)',
  'data:text/html,x',
  'vbscript:x',
  'https:',
  'doi.org/x',
  '',
  3,
])('refuses %j', (url) => {
  expect(webUrl.safeParse(url).error?.issues[0]?.message).toBe('Expected an http or https address')
})
