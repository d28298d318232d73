import { expect, test } from 'vitest'
import { madeFolder } from '../../test/made-images.js'
import { checkImages } from './check-images.js'

const { files } = madeFolder(Array.from({ length: 20 }, (_, k) => `${k}.png`))
const broken = (name: string) => ({ name, read: () => Promise.resolve(Uint8Array.of(0xff, 0xd8, 0xff, k++)) })
let k = 0

test('images that decode are counted', async () => {
  const fractions: number[] = []
  expect(await checkImages(files, { onProgress: (fraction) => fractions.push(fraction) })).toBe(20)
  expect(fractions).toEqual([0.4, 0.8, 1])
})

test('the first that does not is named, also a picture that was cut off', async () => {
  const some = [...files.slice(0, 10), broken('b.jpg'), broken('a.jpg'), ...files.slice(10)]
  await expect(checkImages(some)).rejects.toThrow('jpeg "b.jpg"')
  const cut = { name: 'cut.png', read: async () => (await files[0]!.read()).subarray(0, 100) }
  await expect(checkImages([cut])).rejects.toThrow('png "cut.png"')
})

test('ends once the run is cancelled', async () => {
  await expect(checkImages(files, { signal: AbortSignal.abort('stop') })).rejects.toBe('stop')
})
