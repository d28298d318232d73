import { createHash } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { decodeImage } from './decode-image.js'
import { dataDir, readData } from './testing/data-dir.js'
import { readGolden } from './testing/golden.js'

const { sets } = readGolden<{ sets: Record<string, { images: number; sum: number; sha256: string }> }>(
  'algonauts-pixels.json',
)

test.skipIf(dataDir === undefined).each(Object.entries(sets))(
  "all pixels of the Algonauts stimuli %s are libjpeg's",
  async (set, expected) => {
    const folder = `algonauts2019/images/${set}`
    const names = readdirSync(join(dataDir!, folder)).sort()
    const hash = createHash('sha256')
    let sum = 0
    for (const name of names) {
      const { data } = await decodeImage(readData(`${folder}/${name}`), { name })
      hash.update(data)
      sum += data.reduce((total, value) => total + value, 0)
    }
    expect({ images: names.length, sum, sha256: hash.digest('hex') }).toEqual(expected)
  },
)
