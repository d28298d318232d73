import { describe, expect, test } from 'vitest'
import { dataDir, readData } from './testing/data-dir.js'
import { seededFlips, seededPrefixes } from './testing/mutate.js'
import { probeAll } from './testing/probe.js'
import { type HostileReader, hostileReaders } from './testing/readers.js'

const { idxGz, npy, torch } = hostileReaders
const COUNT = process.env['LIKENESS_LONG'] ? 2000 : 150
// Most flips of the images are inflated to the end, about 20 ms, where the CRC-32 shows them.
const TIMEOUT = 300_000

const files: [string, HostileReader][] = [
  ['mnist/t10k-images-idx3-ubyte.gz', idxGz],
  ['mnist/t10k-labels-idx1-ubyte.gz', idxGz],
  ['mnist/convnet_mnist_pretrained.pt', torch],
  ['isola2014/spc_rec_quality.npy', npy],
]

/**
 * 2,000 seeded prefixes and 2,000 seeded changes of one byte (half anywhere, half near the ends of the file) for each
 * real file, all through the public reader.
 * A prefix of a gzip file ends in another size than its idx header declares, so it is refused without inflating more
 * than the header; a changed byte is inflated until the stream breaks, grows too long, ends early or fails its CRC-32.
 */
describe.skipIf(dataDir === undefined).each(files)('%s', (path, { read, bounds }) => {
  const file = dataDir === undefined ? new Uint8Array(0) : readData(path)

  test(`${COUNT} prefixes are refused`, { timeout: TIMEOUT }, () => {
    expect(probeAll(read, seededPrefixes(file, COUNT, 1), bounds)).toEqual({ answered: 0, refused: COUNT })
  })

  test(`${COUNT} changed bytes are refused or read`, { timeout: TIMEOUT }, () => {
    const content = read(file)
    const { answered, refused } = probeAll(read, seededFlips(file, COUNT, 2), bounds, (arrays, how) => {
      if (path.endsWith('.gz') && !sameBytes(arrays[0]!.data, content[0]!.data))
        throw new Error(`${how}: other content`)
    })
    expect(answered + refused).toBe(COUNT)
  })
})

function sameBytes(a: ArrayBufferView, b: ArrayBufferView): boolean {
  const bytes = (view: ArrayBufferView) => new Uint8Array(view.buffer, view.byteOffset, view.byteLength)
  return Buffer.compare(bytes(a), bytes(b)) === 0
}
