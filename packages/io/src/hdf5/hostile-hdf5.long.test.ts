import { expect, test } from 'vitest'
import { readMat73 } from '../matlab/read-mat73.js'
import { hdf5File, hdf5Golden, settleAll } from '../testing/hdf5-golden.js'
import { seededFlips, seededPrefixes } from '../testing/mutate.js'
import { readKerasH5 } from '../weights/read-keras-h5.js'

const limits = { maxSeconds: 10 }

test.each([
  ['keras', hdf5File(hdf5Golden.keras.read[1]!.file), (bytes: Uint8Array) => readKerasH5(bytes, limits)],
  ['mat', hdf5File(hdf5Golden.mat.file), (bytes: Uint8Array) => readMat73(bytes, limits)],
])('%s: 50 prefixes and 300 changed bytes', { timeout: 3_000_000 }, async (_, file, read) => {
  expect((await settleAll(read, seededPrefixes(file, 50, 3))).answered).toBe(0)
  const { answered, refused } = await settleAll(read, seededFlips(file, 300, 4))
  expect(Math.min(answered, refused)).toBeGreaterThan(20)
})
