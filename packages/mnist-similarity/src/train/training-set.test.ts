import { expect, test } from 'vitest'
import { idx, idxPair } from '../../test/idx.js'
import { drawDigits } from '../sample/draw-digit.js'
import { drawnSet, mnistSet } from './training-set.js'

const rowsOf = ({ data, rows, cols }: { data: Uint8Array; rows: number; cols: number }) =>
  Array.from({ length: rows }, (_, i) => Buffer.from(data.subarray(i * cols, (i + 1) * cols)).toString('base64'))

test('drawn sets share no image with each other and with the sample, and follow the seed', async () => {
  const counts = { drawnPerDigit: 3, heldOutPerDigit: 2 }
  const { kind, training, heldOut } = await drawnSet(7, undefined, counts)
  expect([kind, training.images.rows, heldOut.images.rows]).toEqual(['drawn', 30, 20])
  const sample = await drawDigits(100, 7)
  const all = [sample.images, training.images, heldOut.images].flatMap(rowsOf)
  expect(new Set(all).size).toBe(1000 + 30 + 20)
  expect([...heldOut.labels]).toEqual([...heldOut.labels.keys()].map((i) => i % 10))
  expect(Buffer.from((await drawnSet(7, undefined, counts)).training.images.data).equals(training.images.data)).toBe(
    true,
  )
  expect(Buffer.from((await drawnSet(8, undefined, counts)).training.images.data).equals(training.images.data)).toBe(
    false,
  )
})

const made = async () => {
  const { training, heldOut } = await drawnSet(1, undefined, { drawnPerDigit: 2, heldOutPerDigit: 1 })
  return { training, heldOut, files: { ...idxPair('train', training), ...idxPair('t10k', heldOut) } }
}
const reading = (files: Record<string, Uint8Array>) => (name: string) =>
  name in files ? Promise.resolve(files[name]!) : Promise.reject(new Error(`not there: ${name}`))

test('MNIST’s files: the training set, and the test set held out', async () => {
  const { training, heldOut, files } = await made()
  const set = await mnistSet(reading(files))
  expect(set.kind).toBe('mnist')
  for (const [read, written] of [
    [set.training, training],
    [set.heldOut, heldOut],
  ] as const) {
    // prettier-ignore
    expect(Buffer.from(read.images.data).equals(written.images.data)).toBe(true)
    expect([...read.labels]).toEqual([...written.labels])
  }
})

test('files that are missing, empty or do not belong together', async () => {
  const { training, files } = await made()
  const labels = 'mnist/train-labels-idx1-ubyte.gz'
  await expect(mnistSet(reading({}))).rejects.toThrow('not there: mnist/train-images-idx3-ubyte.gz')
  await expect(mnistSet(reading({ ...files, [labels]: idx([19], training.labels.subarray(1)) }))).rejects.toThrow(
    'Expected 20 bytes for train-labels but received 19',
  )
  const none = { images: { data: new Uint8Array(0), rows: 0, cols: 784 }, labels: new Uint8Array(0) }
  await expect(mnistSet(reading({ ...files, ...idxPair('train', none) }))).rejects.toThrow('but received none')
})
