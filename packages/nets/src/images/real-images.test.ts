import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { decodeImage } from '@likeness/io'
import { expect, test } from 'vitest'
import { resizeImage, type ResizeRule } from './resize.js'

const root = fileURLToPath(new URL('../../../../', import.meta.url))
const dataDir = process.env['LIKENESS_DATA_DIR'] && resolve(root, process.env['LIKENESS_DATA_DIR'])
const file = readFileSync(new URL('golden/resize-algonauts.json', import.meta.url), 'utf8')
const expected = JSON.parse(file) as { images: number; side: number; sha256: Record<ResizeRule, string> }

test.skipIf(!dataDir)("the 92 Algonauts stimuli, decoded and resized: Pillow's and OpenCV's bytes", async () => {
  const folder = join(dataDir!, 'algonauts2019/images/92')
  const names = readdirSync(folder).sort()
  const images = await Promise.all(names.map((name) => decodeImage(readFileSync(join(folder, name)))))
  expect(images).toHaveLength(expected.images)
  for (const [rule, sha256] of Object.entries(expected.sha256)) {
    const hash = createHash('sha256')
    for (const image of images)
      hash.update(resizeImage(image, expected.side, expected.side, rule as ResizeRule).data as Uint8Array)
    expect(hash.digest('hex'), rule).toBe(sha256)
  }
})
