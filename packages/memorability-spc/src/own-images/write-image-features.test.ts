import { readFile } from 'node:fs/promises'
import { readNpy } from '@likeness/io'
import { collectFeatures, encodedImages, loadNetwork, useBackend } from '@likeness/nets'
import { fakeContext } from '@likeness/study-kit/testing'
import { beforeAll, describe, expect, test } from 'vitest'
import { keptWork, madeFolder, madeWeightsFile, smallNetwork } from '../../test/made-images.js'
import { writeImageFeatures, type ImageFeaturesInput } from './write-image-features.js'

const layer = 'fire9/concat'
const weights = madeWeightsFile(smallNetwork)
const names = Array.from({ length: 20 }, (_, k) => `${k}.png`)

const inputOf = (folder: ReturnType<typeof madeFolder>): ImageFeaturesInput => ({
  ...{ known: smallNetwork, layer, images: folder.files, sha256: folder.sha256, weights },
})
const read = async (path: string) => readNpy(await readFile(path))

beforeAll(async () => void (await useBackend('auto', { threads: 2 })))

describe('features of images', () => {
  test('are those of the layer, image by image, in blocks of 16; the preprocessing may be another', async () => {
    const folder = madeFolder(names)
    const { context, record } = fakeContext(keptWork())
    const { path, made } = await writeImageFeatures(inputOf(folder), context)
    const { network, recipe } = await loadNetwork(smallNetwork, await weights.read())
    const block = (start: number, count: number) => encodedImages(folder.files.slice(start, start + count), recipe)
    const expected = await Promise.all([block(0, 16), block(16, 4)].map((part) => collectFeatures(network, part, { layers: [layer] }))) // prettier-ignore
    const { data, shape, dtype } = await read(path)
    expect({ shape, dtype }).toEqual({ shape: [20, expected[0]![layer]!.cols], dtype: 'float32' })
    expect([...(data as Float32Array)]).toEqual(expected.flatMap((part) => [...part[layer]!.data]))
    expect(made).toEqual({
      ...{ network: 'small', layer, images: 20, preprocessing: 'caffe', resize: 'opencv-bilinear' },
      ...{ fit: 'both sides to 33', weights: { name: 'weights.npz', format: 'npz', names: 'likeness' } },
    })
    expect(record.progress['features']).toEqual([0, 0.8, 1, 1])
    expect(Object.keys(record.notes)).toEqual(['TensorFlow.js backend'])

    const raw = await writeImageFeatures({ ...inputOf(folder), preprocessing: 'raw' }, fakeContext(keptWork()).context)
    expect(raw.made.preprocessing).toBe('raw')
    expect((await read(raw.path)).data).not.toEqual(data)
  })

  test('go on behind the last block of a run that was stopped, to the same bytes', async () => {
    const whole = await writeImageFeatures(inputOf(madeFolder(names)), fakeContext(keptWork()).context)
    const kept = keptWork()
    const stopped = new AbortController()
    const reason = new Error('stopped by a test')
    const stage = () => (fraction: number) => void (fraction > 0 && stopped.abort(reason))
    const first = writeImageFeatures(
      inputOf(madeFolder(names)),
      fakeContext({ ...kept, stage, signal: stopped.signal }).context,
    )
    await expect(first).rejects.toBe(reason)
    const folder = madeFolder(names)
    const again = await writeImageFeatures(inputOf(folder), fakeContext(kept).context)
    expect(folder.reads).toEqual(names.slice(16))
    expect(await read(again.path)).toEqual(await read(whole.path))
    // Whole: nothing is read again.
    const third = madeFolder(names)
    expect(await writeImageFeatures(inputOf(third), fakeContext(kept).context)).toEqual(again)
    expect(third.reads).toEqual([])
  })

  test('of other images, weights or preprocessing are another file', async () => {
    const kept = keptWork()
    const cache: typeof kept.cache = async (_, make) => make()
    const pathOf = async (change: Partial<ImageFeaturesInput>) =>
      (await writeImageFeatures({ ...inputOf(madeFolder(['a.png'])), ...change }, fakeContext({ ...kept, cache }).context)).path // prettier-ignore
    const changes = [{}, { sha256: 'x' }, { preprocessing: 'raw' as const }, { weights: madeWeightsFile(smallNetwork, 6) }, { layer: 'pool_final' }] // prettier-ignore
    const paths = []
    for (const change of changes) paths.push(await pathOf(change))
    expect(new Set(paths).size).toBe(changes.length)
    expect(await pathOf({})).toBe(paths[0])
  })
})

test('a picture that does not decode is named', async () => {
  const broken = { name: 'broken.jpg', bytes: 4, read: () => Promise.resolve(Uint8Array.of(0xff, 0xd8, 0xff, 0)) }
  const folder = madeFolder(['a.png'])
  const input = { ...inputOf(folder), images: [...folder.files, broken] }
  await expect(writeImageFeatures(input, fakeContext(keptWork()).context)).rejects.toThrow('jpeg "broken.jpg"')
})

test('weights that do not fit are refused before any image is read', async () => {
  const folder = madeFolder(['a.png'])
  const tensors = { ...weights, read: () => Promise.resolve(new Uint8Array(100)) }
  const run = writeImageFeatures({ ...inputOf(folder), weights: tensors }, fakeContext(keptWork()).context)
  await expect(run).rejects.toThrow('for weights.npz but received 100 that begin with 0000000000000000')
  expect(folder.reads).toEqual([])
})
