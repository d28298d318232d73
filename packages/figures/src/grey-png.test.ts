import { createRequire } from 'node:module'
import { Resvg } from '@resvg/resvg-js'
import { describe, expect, test } from 'vitest'
import { seeded } from '../test/seeded.js'
import { greyPng } from './grey-png.js'

// An independent PNG reader, which jest-image-snapshot brings along; it checks every chunk's CRC.
interface Reader {
  PNG: { sync: { read: (file: Buffer) => { width: number; height: number; data: Buffer } } }
}
const require = createRequire(import.meta.url)
const { PNG } = createRequire(require.resolve('jest-image-snapshot'))('pngjs') as Reader

const noise = (size: number) => {
  const random = seeded(size)
  return Uint8Array.from({ length: size }, () => Math.floor(256 * random()))
}

describe('greyPng', () => {
  test.each([
    [1, 1],
    [28, 28],
    [3, 7],
    // Longer than one stored block of deflate (65 535 bytes).
    [300, 300],
  ])('%d x %d pixels come back', (width, height) => {
    const data = noise(width * height)
    const read = PNG.sync.read(Buffer.from(greyPng(data, width, height)))
    expect([read.width, read.height]).toEqual([width, height])
    expect(Buffer.from(data).equals(Buffer.from(data.map((_, i) => read.data[4 * i]!)))).toBe(true)
  })

  test('resvg draws the same pixels', () => {
    const data = noise(20)
    const uri = `data:image/png;base64,${Buffer.from(greyPng(data, 5, 4)).toString('base64')}`
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="5" height="4"><image width="5" height="4" style="image-rendering: optimizeSpeed" href="${uri}"/></svg>`
    const { pixels } = new Resvg(svg).render()
    expect(Uint8Array.from(data, (_, i) => pixels[4 * i]!)).toEqual(data)
  })

  test('other sizes are refused', () => {
    expect(() => greyPng(new Uint8Array(5), 2, 2)).toThrow(/Expected 2 x 2 = 4 bytes for data but received .?5 bytes/)
    expect(() => greyPng(new Uint8Array(0), 0, 2)).toThrow(/for width/)
  })

  test('the same bytes every time', () => {
    expect(Buffer.from(greyPng(noise(4), 2, 2)).toString('hex')).toMatchInlineSnapshot(
      `"89504e470d0a1a0a0000000d494844520000000200000002080000000057dd52f800000011494441547801010600f9ff003ca4008ed005ae023ff47b06780000000049454e44ae426082"`,
    )
  })
})
