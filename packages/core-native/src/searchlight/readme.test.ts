import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'

test('the example of the README runs as it stands and finds what is planted', async () => {
  const here = fileURLToPath(new URL('.', import.meta.url))
  const readme = readFileSync(join(here, 'README.md'), 'utf8')
  const code = readme.match(/```ts example\n([^]*?)```/)![1]!
  const folder = mkdtempSync(join(here, '.example-'))
  try {
    const file = join(folder, 'example.ts')
    writeFileSync(file, `${code}\nexport { map, corrected, peak, found }\n`)
    const { map, corrected, peak, found } = (await import(/* @vite-ignore */ pathToFileURL(file).href)) as {
      map: Float64Array
      corrected: Float64Array
      peak: number
      found: number[]
    }
    expect(Math.hypot(found[0]! - 5, found[1]! - 8, found[2]! - 10)).toBeLessThanOrEqual(1)
    const printed = Number(readme.match(/corrected\[peak\] is ([\d.]+)/)![1])
    expect(corrected[peak]).toBeCloseTo(printed, 4)
    expect(Number.isNaN(map[0])).toBe(true)
    const far = [...map.keys()].filter((v) => Math.hypot((v >> 8) - 5, ((v >> 4) & 15) - 8, (v & 15) - 10) > 6)
    expect(far.filter((v) => corrected[v]! < 0.05).length).toBeLessThan(3)
  } finally {
    rmSync(folder, { recursive: true })
  }
})
