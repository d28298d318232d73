import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { preprocess } from './preprocess.js'
import { preprocessings, type Preprocessing, type PreprocessingName } from './preprocessings.js'

const values = ['preprocess-keras.json', 'preprocess-torch.json'].reduce<Record<string, string>>((all, name) => {
  const file = JSON.parse(readFileSync(new URL(`golden/${name}`, import.meta.url), 'utf8')) as {
    values: Record<string, string>
  }
  return { ...all, ...file.values }
}, {})

// Every level in every channel, as tools/golden/preprocess_keras.py made them.
const level = Array.from({ length: 256 }, (_, k) => k)
const everyLevel = {
  data: Uint8Array.from(level.flatMap((k) => [k, (k + 171) % 256, 255 - k])),
  ...{ height: 1, width: 256, channels: 3 },
}

test.each(Object.entries(values))("%s has its library's float32, to the bit", (name, base64) => {
  const expected = new Float32Array(Uint8Array.from(Buffer.from(base64, 'base64')).buffer)
  const { data, rows, cols } = preprocess(everyLevel, name as PreprocessingName)
  expect([rows, cols]).toEqual([1, 768])
  expect([...data]).toEqual([...expected])
})

const pixel = (...data: number[]) => ({ data: Uint8Array.from(data), height: 1, width: 1, channels: 3 })

test.each<[PreprocessingName, number[]]>([
  ['raw', [10, 20, 250]],
  ['caffe', [250 - 104, 20 - 117, 10 - 123]],
  ['caffe-ilsvrc12', [250 - 104.00698793, 20 - 116.66876762, 10 - 122.67891434]],
  ['keras-caffe', [250 - 103.939, 20 - 116.779, 10 - 123.68]],
  ['keras-tf', [10 / 127.5 - 1, 20 / 127.5 - 1, 250 / 127.5 - 1]],
  ['keras-torch', [(10 / 255 - 0.485) / 0.229, (20 / 255 - 0.456) / 0.224, (250 / 255 - 0.406) / 0.225]],
  ['pytorch', [(10 / 255 - 0.485) / 0.229, (20 / 255 - 0.456) / 0.224, (250 / 255 - 0.406) / 0.225]],
])('%s of red 10, green 20, blue 250, written out', (name, expected) => {
  const { data } = preprocess(pixel(10, 20, 250), name)
  // Three roundings to float32 of numbers up to 250.
  data.forEach((value, k) => expect(Math.abs(value - expected[k]!)).toBeLessThan(3e-5))
})

test('every name is compared', () => {
  expect(Object.keys(preprocessings)).toHaveLength(7)
})

describe('a mean image', () => {
  const two = { data: Uint8Array.of(1, 2, 3, 4, 5, 6), height: 1, width: 2, channels: 3 }
  const own: Preprocessing = {
    ...{ channels: 'bgr', divisor: 1, deviation: [1, 1, 2], source: 'test' },
    mean: Float32Array.of(0, 10, 20, 100, 200, 300),
  }

  test('is taken off place by place, in the order of the network', () => {
    expect([...preprocess(two, own).data]).toEqual([3, 2 - 10, (1 - 20) / 2, 6 - 100, 5 - 200, (4 - 300) / 2])
  })

  test('must have the size of the images', () => {
    const message = 'Expected 3 values or a mean image of 3 for preprocessing.mean but received 6'
    expect(() => preprocess(pixel(1, 2, 3), own)).toThrow(message)
  })
})

test('images are rows, and floats are taken too', () => {
  const float = { ...pixel(), data: Float32Array.of(0.5, 1, 2) }
  const batch = preprocess([pixel(1, 2, 3), float], 'raw')
  expect(batch).toEqual({ data: Float32Array.of(1, 2, 3, 0.5, 1, 2), rows: 2, cols: 3 })
})

const grey = { data: new Uint8Array(1), height: 1, width: 1, channels: 1 }
const own = (change: object) => () => preprocess(pixel(1, 2, 3), { ...preprocessings.caffe, ...change })
test.each<[string, () => unknown]>([
  [
    `one of ${Object.keys(preprocessings).join(', ')} for preprocessing but received imagenet`,
    () => preprocess(pixel(1, 2, 3), 'imagenet' as never),
  ],
  ['at least one image for images but received none', () => preprocess([], 'raw')],
  ['1 x 1 x 3 values for images[1] but received 1 x 1 x 1', () => preprocess([pixel(1, 2, 3), grey], 'raw')],
  ['1 x 1 x 3 values for images[0] but received 1 x 1 x 1', () => preprocess(grey, 'raw')],
  ['rgb or bgr for preprocessing.channels but received gbr', own({ channels: 'gbr' })],
  ['a number above 0 for preprocessing.divisor but received 0', own({ divisor: 0 })],
  ['3 values above 0 for preprocessing.deviation but received 1, 0, 1', own({ deviation: [1, 0, 1] })],
  ['finite values for preprocessing.mean but received NaN', own({ mean: [1, NaN, 1] })],
])('refuses: expected %s', (message, call) => {
  expect(call).toThrow(`Expected ${message}`)
})
