import { writeFileSync } from 'node:fs'
import { collectFeatures, encodedImages, findNetwork, loadNetwork } from '@likeness/nets'
import { writeNpy } from '@likeness/io'
import { fakeContext } from '@likeness/study-kit/testing'
import type { GivenFile, StudyContext } from '@likeness/study-kit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { temporaryPath } from '../../test/made-features.js'
import { keptWork, madeFile, madeFolder, madeWeightsFile } from '../../test/made-images.js'
import study from '../study.js'

const known = findNetwork('squeezenet')
const weights = madeWeightsFile(known)
const names = Array.from({ length: 9 }, (_, k) => `circle ${k}.png`)
const folder = madeFolder(names)
// Every third one is a filler; last image first.
const scored = names.map((_, k) => k).filter((k) => k % 3 !== 0)
const csv = (lines: readonly string[]) => new TextEncoder().encode(`image,liking\n${lines.join('\n')}\n`)
const lines = [...scored].reverse().map((k) => `circle ${k},${(k * 7) % 11}`)
const words = { images: '/photos', network: 'squeezenet', layer: 'pool_final', weights: '/w.npz', scores: '/s.csv' }
const few = { seeds: '1', batches: '1' }

function contextOf(scores: Uint8Array, images = folder, end?: (remove: () => void) => void) {
  const files: Record<string, GivenFile> = { scores: madeFile('s.csv', scores), weights }
  const given: Partial<StudyContext> = {
    data: 'own',
    file: (option) => Promise.resolve(files[option]),
    folder: (option) => Promise.resolve(option === 'images' ? images : undefined),
  }
  return fakeContext({ ...keptWork(end), ...given })
}

describe('own images, a network and scores', () => {
  const { context, record } = contextOf(csv(lines), folder, afterAll)
  let result: Awaited<ReturnType<typeof study.run>>
  beforeAll(async () => {
    result = await study.run(study.parseOptions({ ...words, ...few }), context)
  }, 60_000)

  test('give the numbers of the features that the network has of them', async () => {
    const { network, recipe } = await loadNetwork(known, await weights.read())
    const order = [...scored, ...names.map((_, k) => k).filter((k) => k % 3 === 0)]
    const images = encodedImages(folder.files, recipe)
    const { pool_final: all } = await collectFeatures(network, images, { layers: ['pool_final'] })
    const data = new Float32Array(all!.data.length)
    for (const [row, k] of order.entries()) data.set(all!.data.subarray(1000 * k, 1000 * (k + 1)), 1000 * row)
    const path = temporaryPath('f.npy')
    writeFileSync(path, writeNpy(data, [9, 1000]))
    const ids = new TextEncoder().encode(order.map((k) => `circle ${k}`).join('\n'))
    const files: Record<string, GivenFile> = {
      ...{ scores: madeFile('s.csv', csv(lines)), ids: madeFile('ids.txt', ids) },
      features: { ...madeFile('f.npy', new Uint8Array()), path },
    }
    const given = fakeContext({ data: 'own', file: (option) => Promise.resolve(files[option]) })
    const expected = await study.run(study.parseOptions({ features: path, ...few }), given.context)
    expect(result.values).toEqual(expected.values)
    expect(result.values['re.corrected.r']).not.toBeNull()
  })
  test('say what they are made of, and have their own names', () => {
    expect(result.methods[1]).toBe(
      'Features: layer pool_final of squeezenet with the weights of weights.npz (npz, names of likeness), for each of 9 images; images resized by opencv-bilinear (both sides to 227), preprocessing caffe.',
    )
    expect(result.figures[0]!.svg).toContain('<title>image circle 4: x = ')
    expect(JSON.stringify([result.tables, result.answers])).toMatch(/filler circle [036]\b/)
    expect(record.stages.slice(0, 4)).toEqual(['own images', 'image check', 'features', 'distances'])
  })
})

test('names are joined before anything is computed', async () => {
  const images = madeFolder(names)
  const { context } = contextOf(csv([...lines, 'nobody,3']), images)
  const run = study.run(study.parseOptions({ ...words, ...few }), context)
  await expect(run).rejects.toThrow('Expected the name of an image of --images for line 8 of csv "s.csv" but received "nobody"') // prettier-ignore
  expect(images.reads).toEqual([])
})

test('beside the real data they are refused, not ignored', async () => {
  const { context } = fakeContext({ data: 'real', folder: () => Promise.resolve(folder) })
  await expect(study.run(study.parseOptions(words), context)).rejects.toThrow(
    'Expected no files of your own for --data real but received --images',
  )
})
