import { describe, expect, test } from 'vitest'
import { decodeImage } from './decode-image.js'
import { FormatError } from './format-error.js'
import { base64Of, bytesOf, readGolden } from './testing/golden.js'
import { everyPrefix, seededFlips } from './testing/mutate.js'

interface Pixels {
  height: number
  width: number
  pixels: string
}
type Case = Pixels & { name: string; file: string; turned?: Pixels }
const { cases } = readGolden<{ cases: Case[] }>('images.json')
const fileOf = (name: string) => bytesOf(cases.find((one) => one.name === name)!.file)

const decoded = async (file: string, options = {}) => {
  const { data, ...sizes } = await decodeImage(bytesOf(file), options)
  return { ...sizes, pixels: base64Of(data) }
}

test.each(cases)("$name has PIL's pixels", async ({ file, height, width, pixels }) => {
  expect(await decoded(file)).toEqual({ height, width, channels: 3, pixels })
})

test.each(cases.filter(({ turned }) => turned))("$name, turned as PIL's exif_transpose does", async (one) => {
  expect(await decoded(one.file, { orient: true })).toEqual({ ...one.turned, channels: 3 })
})

test('data are bytes of their own', async () => {
  const { data } = await decodeImage(fileOf('PNG RGB'))
  expect(Object.prototype.toString.call(data)).toBe('[object Uint8Array]')
  expect(data.byteLength).toBe(7 * 5 * 3)
})

const outcome = (bytes: Uint8Array) =>
  decodeImage(bytes).then(
    () => 'decoded',
    (error: unknown) => {
      if (!(error instanceof FormatError) || !/^Expected .+ but received ./s.test(error.message)) throw error
      return error.code
    },
  )

describe.each(['JPEG 4:2:0', 'JPEG progressive', 'JPEG CMYK', 'PNG RGB', 'PNG of a palette of 4 bits'])(
  '%s',
  (name) => {
    test('every prefix is refused, but a PNG may lack its end chunk', async () => {
      const file = fileOf(name)
      const decoding: number[] = []
      for (const { bytes } of everyPrefix(file)) if ((await outcome(bytes)) === 'decoded') decoding.push(bytes.length)
      expect(decoding.every((length) => name.startsWith('PNG') && length >= file.length - 12)).toBe(true)
    })

    test('changed bytes are refused or read, with one error', async () => {
      const tally: Record<string, number> = {}
      for (const { bytes } of seededFlips(fileOf(name), 300, 1)) {
        const code = await outcome(bytes)
        tally[code] = (tally[code] ?? 0) + 1
      }
      expect(tally['INVALID_FORMAT']).toBeGreaterThan(0)
    })
  },
)

test.each<[string, Uint8Array, object, string, string]>([
  ['nothing', new Uint8Array(0), {}, 'UNSUPPORTED_FORMAT', 'a JPEG or PNG file for image bytes but received no byte'],
  [
    'a GIF',
    Buffer.from('GIF89a'),
    { name: 'a.gif' },
    'UNSUPPORTED_FORMAT',
    'for image "a.gif" but received bytes that begin with 474946383961',
  ],
  ['an SVG', Buffer.from('<svg/>'), {}, 'UNSUPPORTED_FORMAT', 'a JPEG or PNG file'],
  [
    'too many pixels',
    fileOf('PNG RGB'),
    { maxPixels: 34 },
    'LIMIT_EXCEEDED',
    'Expected at most 34 pixels (maxPixels) for png bytes but received 5 x 7',
  ],
  ['a JPEG of noise', Uint8Array.of(0xff, 0xd8, 0xff, 1, 2, 3), {}, 'INVALID_FORMAT', 'an image that decodes for jpeg'],
])('refuses %s', async (_, bytes, options, code, message) => {
  const error = await decodeImage(bytes, options).catch((e: unknown) => e)
  expect(error).toMatchObject({ name: 'FormatError', code, message: expect.stringContaining(message) })
})

test('a header that lies about its size is refused before anything of that size is made', async () => {
  const bomb = Uint8Array.from(fileOf('PNG RGB'))
  const view = new DataView(bomb.buffer)
  view.setUint32(16, 2 ** 30)
  view.setUint32(20, 2 ** 30)
  const before = process.memoryUsage().rss
  expect(await outcome(bomb)).toMatch(/INVALID_FORMAT|LIMIT_EXCEEDED/)
  expect(process.memoryUsage().rss - before).toBeLessThan(2 ** 28)
})

test('wrong arguments are TypeErrors', async () => {
  await expect(decodeImage('x' as never)).rejects.toThrow(
    new TypeError('Expected a Uint8Array for bytes but received string'),
  )
  await expect(decodeImage(fileOf('PNG RGB'), { maxPixels: -1 })).rejects.toThrow(TypeError)
})
