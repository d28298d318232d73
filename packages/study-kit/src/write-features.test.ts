import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readNpy } from '@likeness/io'
import { describe, expect, test } from 'vitest'
import { temporaryFolder } from './testing/temporary-folder.js'
import { writeFeatures, type FeatureRows } from './write-features.js'

const rows = 7
const cols = { wide: 3, narrow: 2 }
const value = (layer: keyof typeof cols, row: number, col: number) => row * 10 + col + (layer === 'wide' ? 0.5 : 0)

/** Blocks of two images; `starts` lists from where they were asked for. */
const madeBlocks = (starts: number[] = [], stopAt = Infinity) =>
  async function* (start: number): AsyncGenerator<FeatureRows> {
    starts.push(start)
    for (let row = start; row < rows; row += 2) {
      if (row >= stopAt) throw new Error('the machine went down')
      const count = Math.min(2, rows - row)
      const matrix = (layer: keyof typeof cols) => {
        const at = (k: number) => value(layer, row + Math.floor(k / cols[layer]), k % cols[layer])
        const data = Float32Array.from({ length: count * cols[layer] }, (_, k) => at(k))
        return { data, rows: count, cols: cols[layer] }
      }
      yield await Promise.resolve({ start: row, layers: { wide: matrix('wide'), narrow: matrix('narrow') } })
    }
  }
const filesIn = (folder: string) =>
  (['wide', 'narrow'] as const).map((layer) => ({ layer, path: join(folder, `out/${layer}.npy`), cols: cols[layer] }))
const options = { rows, key: 'squeezenet, these images' }
const bytesIn = async (folder: string) =>
  Promise.all(filesIn(folder).map(({ path }) => readFile(path).then((bytes) => bytes.toString('hex'))))

test('writes each layer whole, and nothing else', async () => {
  const folder = await temporaryFolder()
  const fractions: number[] = []
  const onProgress = (fraction: number) => fractions.push(Math.round(fraction * rows))
  expect(await writeFeatures(filesIn(folder), madeBlocks(), { ...options, onProgress })).toEqual({ resumedAt: 0 })
  expect(fractions).toEqual([0, 2, 4, 6, 7])
  expect((await readdir(join(folder, 'out'))).sort()).toEqual(['narrow.npy', 'wide.npy'])
  const { data, shape } = readNpy(await readFile(join(folder, 'out/wide.npy')))
  expect([...shape]).toEqual([7, 3])
  expect([...(data as Float32Array)]).toEqual(
    Array.from({ length: 21 }, (_, k) => value('wide', Math.floor(k / 3), k % 3)),
  )
})

describe('a run that stopped', () => {
  test('is gone on with behind its last block, to the same bytes', async () => {
    const [whole, stopped] = [await temporaryFolder(), await temporaryFolder()]
    await writeFeatures(filesIn(whole), madeBlocks(), options)
    await expect(writeFeatures(filesIn(stopped), madeBlocks([], 4), options)).rejects.toThrow('the machine went down')
    expect((await readdir(join(stopped, 'out'))).filter((name) => name.endsWith('.npy'))).toEqual([])
    const starts: number[] = []
    expect(await writeFeatures(filesIn(stopped), madeBlocks(starts), options)).toEqual({ resumedAt: 4 })
    expect(starts).toEqual([4])
    expect(await bytesIn(stopped)).toEqual(await bytesIn(whole))
    expect((await readdir(join(stopped, 'out'))).sort()).toEqual(['narrow.npy', 'wide.npy'])
  })
  test('in the middle of a row is gone on with from what is certain', async () => {
    const [whole, stopped] = [await temporaryFolder(), await temporaryFolder()]
    await writeFeatures(filesIn(whole), madeBlocks(), options)
    await expect(writeFeatures(filesIn(stopped), madeBlocks([], 4), options)).rejects.toThrow()
    // One layer was a block ahead, with half a row behind it.
    const [wide, narrow] = filesIn(stopped).map(({ path }) => path)
    const state = JSON.parse(await readFile(`${narrow}.part.json`, 'utf8')) as object
    await writeFile(`${narrow}.part.json`, JSON.stringify({ ...state, done: 2 }))
    await writeFile(`${wide}.part`, Buffer.alloc(5), { flag: 'a' })
    expect((await writeFeatures(filesIn(stopped), madeBlocks(), options)).resumedAt).toBe(2)
    expect(await bytesIn(stopped)).toEqual(await bytesIn(whole))
  })
  test.each([
    ['of other features', { key: 'another network' }],
    ['of other images', { rows: 5 }],
  ])('%s is begun again', async (_, other) => {
    const folder = await temporaryFolder()
    await expect(writeFeatures(filesIn(folder), madeBlocks([], 4), { ...options, ...other })).rejects.toThrow()
    expect((await writeFeatures(filesIn(folder), madeBlocks(), options)).resumedAt).toBe(0)
  })
  test('and lost its values is begun again', async () => {
    const folder = await temporaryFolder()
    await expect(writeFeatures(filesIn(folder), madeBlocks([], 4), options)).rejects.toThrow()
    await writeFile(`${filesIn(folder)[0]!.path}.part`, 'short')
    expect((await writeFeatures(filesIn(folder), madeBlocks(), options)).resumedAt).toBe(0)
  })
})

test('cancelled, it says where it stopped, and goes on from there', async () => {
  const folder = await temporaryFolder()
  const controller = new AbortController()
  const cancel = {
    signal: controller.signal,
    onProgress: (f: number) => f > 0.5 && controller.abort(new Error('enough')),
  }
  const run = writeFeatures(filesIn(folder), madeBlocks(), { ...options, ...cancel })
  await expect(run).rejects.toMatchObject({
    code: 'CANCELLED',
    message: 'Cancelled after 4 of 7 images; the same run again goes on from there',
  })
  expect((await writeFeatures(filesIn(folder), madeBlocks(), options)).resumedAt).toBe(4)
})

describe('refused', () => {
  test.each([
    ['a layer that the blocks lack', { layer: 'deep', cols: 3 }, 'Expected one of wide, narrow for files[0].layer'],
    ['another width', { layer: 'wide', cols: 4 }, 'Expected 3 for files[0].cols but received 4'],
  ])('%s', async (_, file, message) => {
    const folder = await temporaryFolder()
    const run = writeFeatures([{ ...file, path: join(folder, 'x.npy') }], madeBlocks(), options)
    await expect(run).rejects.toThrow(message)
  })
  test('blocks that leave a gap, or end too early', async () => {
    const folder = await temporaryFolder()
    const late = (start: number) => madeBlocks()(start + 2)
    await expect(writeFeatures(filesIn(folder), late, options)).rejects.toThrow('Expected a block from image 0 on')
    await expect(writeFeatures(filesIn(folder), madeBlocks(), { ...options, rows: 9 })).rejects.toThrow(
      'Expected 9 images for blocks but received 7',
    )
  })
})
