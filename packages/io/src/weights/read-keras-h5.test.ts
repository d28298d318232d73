import { describe, expect, test } from 'vitest'
import { base64Of } from '../testing/golden.js'
import { hdf5File, hdf5Golden, settleAll } from '../testing/hdf5-golden.js'
import { seededFlips, seededPrefixes } from '../testing/mutate.js'
import { readKerasH5 } from './read-keras-h5.js'

const { keras } = hdf5Golden
const refusal = (code: string, message: RegExp) =>
  expect.objectContaining({ code, message: expect.stringMatching(message) as unknown })
const whole = hdf5File(keras.read[1]!.file)

/** The file with a text of it replaced by another of its length, everywhere. */
const replaced = (from: string, to: string) =>
  new Uint8Array(Buffer.from(Buffer.from(whole).toString('latin1').replaceAll(from, to), 'latin1'))

describe('readKerasH5', () => {
  test.each(keras.read)('reads layers and weights in the order of the file: $name', async ({ name, file }) => {
    const input = hdf5File(file)
    const { tensors, layers, config } = await readKerasH5(input)
    const found = [...tensors].map(([name, { data, shape, dtype }]) => ({ name, shape, dtype, data: base64Of(data) }))
    expect(found).toEqual(keras.tensors)
    expect(layers).toEqual(keras.layers)
    expect(config).toBe(name === 'whole model' ? '{"class_name": "Sequential"}' : undefined)
    expect(input).toEqual(hdf5File(file))
  })

  test('refuses missing layers and weights, and other HDF5 files', async () => {
    const read = (bytes: Uint8Array) => readKerasH5(bytes, { name: 'k.h5' })
    await expect(read(replaced('weight_names', 'weight_nomes'))).rejects.toThrow(
      refusal('INVALID_FORMAT', /a group with weight_names for layer "conv1" for keras h5 "k.h5" but received none/),
    )
    await expect(read(replaced('layer_names', 'layer_nomes'))).rejects.toThrow(
      refusal('UNSUPPORTED_FORMAT', /the attribute layer_names of Keras 2/),
    )
    await expect(read(whole.subarray(0, 9000))).rejects.toThrow(refusal('INVALID_FORMAT', /truncated file/))
    await expect(read(new Uint8Array(2000))).rejects.toThrow(refusal('INVALID_FORMAT', /the signature of HDF5/))
  })

  test.each([
    ['large', 'LIMIT_EXCEEDED', /bytes of content \(maxExpansion\) .* 134217\d+ or more/],
    ['wide chunks', 'LIMIT_EXCEEDED', /chunks of at most \d+ bytes .* 134217728/],
    ['loop', 'LIMIT_EXCEEDED', /levels of groups|objects in a file of this size/],
    ['outside', 'INVALID_FORMAT', /a dataset for weight "a\/w" .* ExternalLink/],
    ['half', 'UNSUPPORTED_FORMAT', /numbers for weight "a\/w" .* elements of HDF5 class 1 and 2 bytes/],
  ])('refuses a file whose weight is not what it seems: %s', async (name, code, message) => {
    await expect(readKerasH5(hdf5File(hdf5Golden.tricks[name]!))).rejects.toThrow(refusal(code, message))
  })

  test('limits and arguments', async () => {
    await expect(readKerasH5(whole, { maxSeconds: 0 })).rejects.toThrow(
      refusal('LIMIT_EXCEEDED', /within 0 s \(maxSec/),
    )
    await expect(readKerasH5('x' as never)).rejects.toThrow(TypeError)
    await expect(readKerasH5(whole, { maxExpansion: NaN })).rejects.toThrow(TypeError)
  })

  test(
    'prefixes are refused, changed bytes refused or read, and nothing is printed',
    { timeout: 300_000 },
    async () => {
      const read = (bytes: Uint8Array) => readKerasH5(bytes, { maxSeconds: 4 })
      expect(await settleAll(read, seededPrefixes(whole, 1, 1))).toEqual({ answered: 0, refused: 1 })
      const { answered, refused } = await settleAll(read, seededFlips(whole, 3, 2))
      expect(answered + refused).toBe(3)
      expect(refused).toBeGreaterThan(0)
    },
  )
})
