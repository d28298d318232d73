import { describe, expect, test } from 'vitest'
import { buildNpy } from './testing/build-npy.js'
import {
  assembleTorch,
  type Code,
  emptyList,
  float,
  floatStorage,
  get,
  global,
  int,
  list,
  none,
  put,
  rawStorage,
  str,
  tuple,
} from './testing/build-torch.js'
import { type Mutant, seededRandom } from './testing/mutate.js'
import { probeAll } from './testing/probe.js'
import { hostileReaders } from './testing/readers.js'

const COUNT = 5000
const { npy, torch } = hostileReaders

/** Files from random words of a language: far deeper into a reader than random bytes get. */
function* random<T>(words: readonly T[], seed: number, build: (words: T[]) => Uint8Array): Generator<Mutant> {
  const pick = seededRandom(seed)
  for (let k = 0; k < COUNT; k++) {
    const length = Math.floor(pick() * 24)
    const sentence = Array.from({ length }, () => words[Math.floor(pick() * words.length)]!)
    yield { bytes: build(sentence), how: `sentence ${k} of seed ${seed}` }
  }
}

const rebuild = global('torch._utils', '_rebuild_tensor')
const orderedDict = global('collections', 'OrderedDict')
const storageId = tuple(str('storage'), floatStorage, str('s'), str('cpu'), int(4), none)
const args = tuple([...storageId, 0x51], int(0), tuple(int(2), int(2)), tuple(int(2), int(1)))

const pickleWords: Code[] = [
  [0x28], [0x29], [0x85], [0x86], [0x87], [0x74], [0x61], [0x65], [0x7d], [0x73], [0x75], [0x52], [0x51], [0x88], [0x89],
  none, emptyList, emptyList, int(0), int(1), int(4), int(-1), float(NaN), str('k'), str('__proto__'), put(1), put(2),
  get(1), get(1), get(2), rebuild, orderedDict, floatStorage, storageId, [...storageId, 0x51], args, list(str('k'), none),
  [...rebuild, ...args, 0x52], [...orderedDict, ...tuple(list(list(str('k'), int(3)))), 0x52],
] // prettier-ignore

const npyWords = [
  '{', '}', '(', ')', '[', ']', ':', ',', ' ', '\n', "'descr'", "'shape'", "'fortran_order'", "'<f8'", "'|u1'", "'|O'",
  'True', 'False', '0', '1', '3', '-', '1L', "'", '"', '\\', '\0', "'descr': '|u1',", "'shape': (),", "'shape': (3,),",
  "'fortran_order': False,", "'fortran_order': True,", '{', '}',
] // prettier-ignore

describe(`${COUNT} random sentences`, () => {
  test('of pickle opcodes, with keys and storages that may or may not fit', () => {
    const raw = rawStorage([1, 2, 3, 4])
    const alone = (words: Code[]) => assembleTorch(words.flat(), list(), [])
    const stored = (words: Code[]) => assembleTorch([0x5d, 0x28, ...words.flat(), 0x65], list(str('s')), raw)
    for (const build of [alone, stored]) {
      const { answered, refused } = probeAll(torch.read, random(pickleWords, 3, build), torch.bounds)
      expect(answered).toBeGreaterThan(20)
      expect(refused).toBeGreaterThan(COUNT / 2)
    }
  })

  test('of npy header tokens', () => {
    const build = (words: string[]) => buildNpy(`{${words.join('')}`, Uint8Array.of(1, 2, 3))
    const { answered, refused } = probeAll(npy.read, random(npyWords, 4, build), npy.bounds)
    expect(answered + refused).toBe(COUNT)
    expect(refused).toBeGreaterThan(COUNT / 2)
  })
})
