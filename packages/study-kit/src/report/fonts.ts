import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)

// The figures are laid out for this font: with another one their labels may touch.
const faces = [
  { subset: 'latin', weight: 400 },
  { subset: 'latin', weight: 600 },
  { subset: 'greek', weight: 400 },
  { subset: 'greek', weight: 600 },
] as const
const ranges = { latin: 'U+0000-00FF, U+2000-206F, U+2212', greek: 'U+0370-03FF' }

/** Source Sans 3 (SIL Open Font License) as data URIs, so that the page needs no request. */
export async function fontFaces(): Promise<string> {
  const rules = faces.map(async ({ subset, weight }) => {
    const file = require.resolve(`@fontsource/source-sans-3/files/source-sans-3-${subset}-${weight}-normal.woff2`)
    const data = (await readFile(file)).toString('base64')
    return `@font-face { font-family: 'Source Sans 3'; font-weight: ${weight}; font-display: block; src: url(data:font/woff2;base64,${data}) format('woff2'); unicode-range: ${ranges[subset]}; }`
  })
  return (await Promise.all(rules)).join('\n')
}
