import { describe, expect, test } from 'vitest'
import { readIdx } from './read-idx.js'
import { buildIdx, buildIdxGz, someBytes } from './testing/build-idx.js'
import { buildNpy, npyHeader } from './testing/build-npy.js'
import { smallTorchFile } from './testing/build-torch.js'
import { bytesOf, readGolden } from './testing/golden.js'
import { everyFlip, everyPrefix } from './testing/mutate.js'
import { probeAll } from './testing/probe.js'
import { type HostileReader, hostileReaders } from './testing/readers.js'

const { idx, idxGz, npy, torch } = hostileReaders
const checkpoint = readGolden<{ read: { name: string; file: string }[] }>('torch.json').read.at(-1)!

// One bit at either end, the case of a letter, every bit.
const MASKS = [0x01, 0x80, 0x20, 0xff]

const files: [string, HostileReader, Uint8Array][] = [
  ['idx of u8', idx, buildIdx(8, [3, 16, 16], someBytes(768))],
  ['idx of f64', idx, buildIdx(0x0e, [4, 8], someBytes(256))],
  ['idx of no element', idx, buildIdx(8, [4, 0], someBytes(0))],
  ['idx.gz of u8', idxGz, buildIdxGz(8, [3, 16, 16], someBytes(768))],
  ['idx.gz of zeros', idxGz, buildIdxGz(8, [32, 1024], new Uint8Array(32 * 1024))],
  ['npy of f8', npy, buildNpy(npyHeader('<f8', '(4, 8)'), someBytes(256))],
  ['npy of i2, version 2.0, F', npy, buildNpy(npyHeader('>i2', '(3, 4, 2)', 'True'), someBytes(48), [2, 0])],
  ['npy of bool, version 3.0', npy, buildNpy(npyHeader('|b1', '(5,)'), Uint8Array.of(0, 1, 1, 0, 1), [3, 0])],
  ['npy of f2', npy, buildNpy(npyHeader('<f2', '(100,)'), someBytes(200))],
  ['pt by Python 2', torch, smallTorchFile()],
  ['pt by Python 3', torch, bytesOf(checkpoint.file)],
]

describe.each(files)('%s', (_, { read, bounds }, file) => {
  test('is at most 4 KiB and can be read', () => {
    expect(file.length).toBeLessThanOrEqual(4096)
    expect(() => read(file)).not.toThrow()
  })

  test('every prefix is refused', () => {
    expect(probeAll(read, everyPrefix(file), bounds)).toEqual({ answered: 0, refused: file.length })
  })

  test('every byte changed in four ways is refused or read', () => {
    const { answered, refused } = probeAll(read, everyFlip(file, MASKS), bounds)
    expect(answered + refused).toBe(MASKS.length * file.length)
    expect(refused).toBeGreaterThan(0)
  })
})

test('a changed byte of a gzip file never changes the content', () => {
  const file = buildIdxGz(8, [3, 16, 16], someBytes(768))
  const content = readIdx(file)
  // What a gzip header says about time and system may change, and code lengths that no symbol uses: nothing else.
  const { answered, refused } = probeAll(idxGz.read, everyFlip(file, MASKS), idxGz.bounds, (arrays, how) => {
    expect(arrays, how).toEqual([content])
  })
  expect(answered).toBeGreaterThanOrEqual(MASKS.length * 6)
  expect(answered).toBeLessThan(refused / 10)
})
