import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { knownVgg } from '@likeness/nets'
import { expect, test } from 'vitest'
import { loadWeights } from './load-weights.js'
import { services, temporaryFolder } from './testing/services.js'

const recipe = { side: 4, resize: 'tf2-bilinear', fit: { kind: 'squash' }, preprocessing: 'keras-tf' } as const
const small = knownVgg('small', { side: 4, blocks: [{ convolutions: 1, channels: 2 }], dense: [3] }, recipe, true)

test('a model of TensorFlow.js is recorded with its shards, which lie beside it', async () => {
  const folder = await temporaryFolder()
  const weights = Object.entries(small.namings[0]!.shapes).map(([name, shape]) => ({
    ...{ name: name.replace('.', '/'), shape, dtype: 'float32' },
  }))
  const lengths = weights.map(({ shape }) => shape.reduce((product, side) => product * side, 1))
  const [first, ...others] = lengths
  const shards = [first!, others.reduce((sum, length) => sum + length, 0)].map((n) => new Uint8Array(4 * n))
  const paths = ['shards/1.bin', 'shards/2.bin']
  const json = Buffer.from(JSON.stringify({ weightsManifest: [{ paths, weights }] }))
  await mkdir(join(folder, 'shards'))
  await writeFile(join(folder, 'model.json'), json)
  for (const [k, path] of paths.entries()) await writeFile(join(folder, path), shards[k]!)
  const { file, recipe: found } = await loadWeights(small, join(folder, 'model.json'), services())
  const all = Buffer.concat([json, ...shards])
  const sha256 = createHash('sha256').update(all).digest('hex')
  expect(file).toEqual({ name: 'model.json', bytes: all.length, sha256, format: 'TensorFlow.js', names: 'Keras' })
  expect(found).toEqual(recipe)
})
