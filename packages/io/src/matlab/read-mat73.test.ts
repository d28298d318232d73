import { describe, expect, test } from 'vitest'
import { dataDir, readData } from '../testing/data-dir.js'
import { bytesOf, readGolden } from '../testing/golden.js'
import { hdf5File, hdf5Golden, settleAll } from '../testing/hdf5-golden.js'
import { matPlain } from '../testing/mat-plain.js'
import { seededFlips, seededPrefixes } from '../testing/mutate.js'
import type { MatNumeric } from './mat-values.js'
import { readMat } from './read-mat.js'
import { readMat5 } from './read-mat5.js'
import { readMat73 } from './read-mat73.js'

const refusal = (code: string, message: RegExp) =>
  expect.objectContaining({ code, message: expect.stringMatching(message) as unknown })
const file = hdf5File(hdf5Golden.mat.file)

// The attribute of n_single, not the struct of this name.
const CLASS = /(MATLAB_class[\0-\xff]{4,30}?)single/g

/** The file with texts of it replaced by others of their length. */
const replaced = (from: RegExp, to: string) =>
  new Uint8Array(Buffer.from(Buffer.from(file).toString('latin1').replace(from, to), 'latin1'))

describe('readMat73', () => {
  test('reads every kind of value, in C order under the shape of MATLAB', async () => {
    const found = [...(await readMat73(file))].map(([name, value]) => [name, matPlain(value)])
    expect(found).toEqual(hdf5Golden.mat.variables)
  })

  test('readMat tells the two formats apart', async () => {
    expect([...(await readMat(file, { variables: ['flags', 'cells'] })).keys()]).toEqual(['cells', 'flags'])
    const five = bytesOf(readGolden<{ read: { file: string }[] }>('mat5.json').read[0]!.file)
    expect(await readMat(five)).toEqual(readMat5(five))
    await expect(readMat(new Uint8Array(600))).rejects.toThrow(refusal('INVALID_FORMAT', /the byte order mark IM/))
    await expect(readMat('x' as never)).rejects.toThrow(TypeError)
  })

  test('refuses classes that it does not know, and arrays that do not fit theirs', async () => {
    const other = readMat73(replaced(CLASS, '$1sangle'), { variables: ['n_single'] })
    await expect(other).rejects.toThrow(refusal('UNSUPPORTED_FORMAT', /numbers, text, cells or structs as "n_single"/))
    const wrong = readMat73(replaced(CLASS, '$1double'), { variables: ['n_single'] })
    await expect(wrong).rejects.toThrow(refusal('INVALID_FORMAT', /2 x 3 x 4 of double as "n_single" .* Float32Array/))
    const lie = readMat73(file, { maxExpansion: 0, maxSeconds: 0 })
    await expect(lie).rejects.toThrow(refusal('LIMIT_EXCEEDED', /maxSeconds/))
  })

  test(
    'prefixes are refused, changed bytes refused or read, and nothing is printed',
    { timeout: 300_000 },
    async () => {
      const read = (bytes: Uint8Array) => readMat73(bytes, { maxSeconds: 4 })
      expect(await settleAll(read, seededPrefixes(file, 1, 1))).toEqual({ answered: 0, refused: 1 })
      const { answered, refused } = await settleAll(read, seededFlips(file, 2, 2))
      expect(answered + refused).toBe(2)
    },
  )
})

describe.skipIf(dataDir === undefined)('the targets of Algonauts 2019', () => {
  test.each([
    [
      'target_fmri_92.mat',
      92,
      [
        [78502.45853235325, 0.593477710076632],
        [58215.72038419654, 0.3222493362746073],
      ],
    ],
    [
      'target_fmri_118.mat',
      118,
      [
        [95453.25778502903, 0.1757133285099065],
        [118622.08875916927, 0.3519659510663563],
      ],
    ],
  ])('%s has 15 subjects and the sums that h5py reads', async (name, n, sums) => {
    const found = await readMat(readData(`algonauts2019/${name}`))
    expect([...found.keys()]).toEqual(['EVC_RDMs', 'IT_RDMs'])
    ;[...found.values()].forEach((value, k) => {
      const { shape, data, class: matClass } = value as MatNumeric
      expect([matClass, shape]).toEqual(['double', [15, n, n]])
      const rdms = data as Float64Array
      expect(rdms.reduce((sum, d) => sum + d, 0)).toBeCloseTo(sums[k]![0]!, 6)
      // The second subject, rows 3 and 5, which a wrong order of axes would miss.
      expect(rdms[n * n + 3 * n + 5]).toBe(sums[k]![1])
      expect(rdms[n * n + 5 * n + 3]).toBeCloseTo(sums[k]![1]!, 12)
    })
  })
})
