import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { resizeImage, type ResizeRule } from './resize.js'

interface Case {
  rule: ResizeRule
  from: [number, number]
  to: [number, number]
  channels: number
  pixels?: string
  sha256?: string
}
const golden = <T>(name: string) => JSON.parse(readFileSync(new URL(`golden/${name}`, import.meta.url), 'utf8')) as T
const cases = ['resize.json', 'resize-tf2.json'].flatMap((name) => golden<{ cases: Case[] }>(name).cases)

// As tools/golden/made_images.py.
const madeImage = (height: number, width: number, channels: number) => ({
  data: Uint8Array.from({ length: height * width * channels }, (_, i) => Math.imul(i, 2654435761) >>> 24),
  ...{ height, width, channels },
})
const bytes = (data: Uint8Array | Float32Array) => Buffer.from(data.buffer, data.byteOffset, data.byteLength)

test.each(cases)(
  '$rule to the bit: $from to $to, $channels channel(s)',
  ({ rule, from, to, channels, ...expected }) => {
    const { data, ...sizes } = resizeImage(madeImage(...from, channels), ...to, rule)
    expect(sizes).toEqual({ height: to[0], width: to[1], channels })
    if (expected.sha256) expect(createHash('sha256').update(bytes(data)).digest('hex')).toBe(expected.sha256)
    else expect([...data]).toEqual([...decoded(expected.pixels!, rule)])
  },
)

function decoded(base64: string, rule: ResizeRule) {
  const data = Uint8Array.from(Buffer.from(base64, 'base64'))
  return rule === 'tf2-bilinear' ? new Float32Array(data.buffer) : data
}

test('every rule was compared at every size', () => {
  const count = (rule: string) => cases.filter((one) => one.rule === rule).length
  expect(['tf2-bilinear', 'pil-bilinear', 'pil-bicubic', 'pil-lanczos', 'opencv-bilinear'].map(count)).toEqual(
    Array(5).fill(34),
  )
})

describe('by hand', () => {
  const row = (...values: number[]) => ({ data: Uint8Array.from(values), height: 1, width: values.length, channels: 1 })
  const resized = (width: number, rule: ResizeRule, ...values: number[]) => [
    ...resizeImage(row(...values), 1, width, rule).data,
  ]

  test('twice as wide: a quarter of the way from one pixel to the next, edges repeated', () => {
    for (const rule of ['tf2-bilinear', 'pil-bilinear', 'opencv-bilinear'] as const)
      expect(resized(4, rule, 0, 100)).toEqual([0, 25, 75, 100])
  })

  test('256 to 64: TensorFlow and OpenCV take the mean of the middle two of four, Pillow a triangle over eight', () => {
    const values = [0, 0, 0, 0, 8, 24, 40, 8, 0, 0, 0, 0]
    expect(resized(3, 'tf2-bilinear', ...values)).toEqual([0, 32, 0])
    expect(resized(3, 'opencv-bilinear', ...values)).toEqual([0, 32, 0])
    // Weights (1 3 5 7 7 5 3 1) / 32 around the centre; those of the edges are cut to six pixels.
    expect(resized(3, 'pil-bilinear', ...values)[1]).toBe(Math.round((5 * 8 + 7 * 24 + 7 * 40 + 5 * 8) / 32))
  })

  test('float values stay as they are between the pixels', () => {
    const image = { data: Float32Array.of(-1, 1), height: 1, width: 2, channels: 1 }
    expect([...resizeImage(image, 1, 4, 'tf2-bilinear').data]).toEqual([-1, -0.5, 0.5, 1])
  })
})

test('the result is new, also where nothing changes', () => {
  for (const rule of ['tf2-bilinear', 'pil-lanczos', 'opencv-bilinear'] as const) {
    const image = madeImage(3, 4, 3)
    const same = resizeImage(image, 3, 4, rule)
    expect([...same.data]).toEqual([...image.data])
    expect(same.data.buffer).not.toBe(image.data.buffer)
  }
})

const one = { data: new Uint8Array(3), height: 1, width: 1, channels: 3 }
test.each<[string, () => unknown]>([
  [
    'one of tf2-bilinear, pil-bilinear, pil-bicubic, pil-lanczos, opencv-bilinear for rule but received nearest',
    () => resizeImage(one, 1, 1, 'nearest' as never),
  ],
  [
    '1 x 1 x 3 values for image.data but received 4',
    () => resizeImage({ ...one, data: new Uint8Array(4) }, 1, 1, 'pil-lanczos'),
  ],
  ['a positive integer for image.width but received 0', () => resizeImage({ ...one, width: 0 }, 1, 1, 'pil-lanczos')],
  ['a positive integer for size.height but received 1.5', () => resizeImage(one, 1.5, 1, 'pil-lanczos')],
  [
    '8-bit values (Uint8Array) for image.data of pil-lanczos but received Float32Array',
    () => resizeImage({ ...one, data: new Float32Array(3) }, 1, 1, 'pil-lanczos'),
  ],
])('refuses: expected %s', (message, call) => {
  expect(call).toThrow(`Expected ${message}`)
})
