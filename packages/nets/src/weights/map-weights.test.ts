import { readFileSync } from 'node:fs'
import * as tf from '@tensorflow/tfjs'
import { beforeAll, describe, expect, test } from 'vitest'
import { layerMapping, type LayerSource } from './conventions.js'
import { type FileTensors, mapWeights } from './map-weights.js'

interface Plain {
  readonly shape: number[]
  readonly data: number[]
}

interface Golden {
  readonly weights: Record<string, Plain>
  readonly flattened: [number, number, number]
  readonly epsilon: number
  readonly input: Plain
  readonly output: Plain
}

const golden = JSON.parse(readFileSync(new URL('golden/layouts.json', import.meta.url), 'utf8')) as Golden
const floats = ({ data, shape }: Plain) => ({ data: Float32Array.from(data), shape })
const file: FileTensors = new Map(Object.entries(golden.weights).map(([name, plain]) => [name, floats(plain)]))
const layers: LayerSource[] = [
  { name: 'conv', kind: 'conv' },
  { name: 'depthwise', kind: 'depthwise', channels: 3 },
  { name: 'reduce', kind: 'conv', bias: false },
  { name: 'norm', kind: 'batchNorm' },
  { name: 'fc', kind: 'dense', flattened: golden.flattened },
]
const coded = (code: string, message: RegExp) =>
  expect.objectContaining({ code, message: expect.stringMatching(message) as unknown })
const ramp = (shape: number[]) => ({
  data: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, k) => k),
  shape,
})

beforeAll(() => tf.setBackend('cpu'))

describe('mapWeights', () => {
  test('layers of PyTorch compute the same in TensorFlow.js', async () => {
    const weights = mapWeights(file, layerMapping('torch', layers))
    const w = <R extends tf.Rank>(name: string) =>
      tf.tensor<R>(weights.get(name)!.data, [...weights.get(name)!.shape] as tf.ShapeMap[R])
    const image = tf.tensor4d(golden.input.data, golden.input.shape as [number, number, number, number])
    let x = tf.add(tf.conv2d(image.transpose<tf.Tensor4D>([0, 2, 3, 1]), w<tf.Rank.R4>('conv.kernel'), 1, 'valid'), w('conv.bias')) as tf.Tensor4D // prettier-ignore
    x = tf.add(tf.depthwiseConv2d(x, w<tf.Rank.R4>('depthwise.kernel'), 1, 'valid'), w('depthwise.bias'))
    x = tf.conv2d(x, w<tf.Rank.R4>('reduce.kernel'), 1, 'valid')
    const [mean, variance, beta, gamma] = ['mean', 'variance', 'beta', 'gamma'].map((part) => w<tf.Rank.R1>(`norm.${part}`)) // prettier-ignore
    x = tf.batchNorm4d(x, mean!, variance!, beta, gamma, golden.epsilon)
    const output = tf.add(tf.matMul(x.reshape([2, -1]), w<tf.Rank.R2>('fc.kernel')), w('fc.bias'))
    expect(output.shape).toEqual(golden.output.shape)
    // Both sum some 50 products in float32, in orders of their own.
    const received = await output.data()
    golden.output.data.forEach((value, k) => expect(Math.abs(received[k]! - value)).toBeLessThan(2e-6))
  })

  test('a reversed input is the same as the layer on reversed channels', () => {
    const [plain, turned] = [false, true].map((reverseInput) =>
      mapWeights(file, layerMapping('torch', [{ name: 'conv', kind: 'conv', reverseInput }])).get('conv.kernel')!,
    )
    const [h, w, i, o] = plain!.shape as [number, number, number, number]
    expect(turned!.shape).toEqual([2, 3, 2, 3])
    for (let k = 0; k < h * w; k++)
      for (let c = 0; c < i; c++)
        expect(turned!.data.slice((k * i + c) * o, (k * i + c + 1) * o)).toEqual(
          plain!.data.slice((k * i + i - 1 - c) * o, (k * i + i - c) * o),
        )
  })

  test('weights of Keras and TensorFlow.js stay as they are; Keras files by the order of their layers', () => {
    const kernel = ramp([2, 2, 3, 4])
    const tfjs = mapWeights(new Map([['a/kernel', kernel], ['a/bias', ramp([4])]]), layerMapping('tfjs', [{ name: 'c', from: 'a', kind: 'conv' }])) // prettier-ignore
    expect([...tfjs.keys()]).toEqual(['c.kernel', 'c.bias'])
    expect(tfjs.get('c.kernel')).toEqual(kernel)
    expect(Object.values(layerMapping('keras', [{ name: 'c', from: 'a', kind: 'depthwise' }]))).toEqual([
      { from: 'a/a/depthwise_kernel:0' },
      { from: 'a/a/bias:0' },
    ])
    const inFile = [{ name: 'a', weights: ['a/a_W:0', 'a/a_b:0'] }]
    expect(layerMapping('keras', [{ name: 'c', from: 'a', kind: 'dense' }], inFile)).toEqual({
      'c.kernel': { from: 'a/a_W:0' },
      'c.bias': { from: 'a/a_b:0' },
    })
    const bare: LayerSource = { name: 'n', from: 'a', kind: 'batchNorm', bias: false, scale: false }
    expect(Object.keys(layerMapping('keras', [bare], inFile))).toEqual(['n.mean', 'n.variance'])
    expect(() => layerMapping('keras', [{ name: 'n', from: 'a', kind: 'batchNorm' }], inFile)).toThrow(
      coded('INVALID_WEIGHTS', /4 weights \(gamma, beta, mean, variance\) for n from layer a but received a\/a_W:0,/),
    )
    expect(() => layerMapping('keras', [{ name: 'b', kind: 'conv' }], inFile)).toThrow(/from layer b but received none/)
  })

  test.each([
    ['a missing tensor', { x: { from: 'y' } }, /a tensor named y for x but received conv.weight, conv.bias,/],
    [
      'too few axes',
      { x: { from: 'conv.bias', layout: 'O I H W -> H W I O' } },
      /for x a tensor conv.bias of shape O x I x H x W but received 3$/,
    ],
    [
      'a size that does not divide',
      { x: { from: 'fc.weight', layout: 'O (C H W) -> (H W C) O', sizes: { C: 5, H: 3 } } },
      /tensor fc.weight of shape O x \(C H W\) with C = 5, H = 3 but received 5 x 24/,
    ],
    [
      'sizes that do not multiply',
      { x: { from: 'fc.weight', layout: 'O (C H) -> (H C) O', sizes: { C: 5, H: 3 } } },
      /received 5 x 24/,
    ],
    ['two open sizes', { x: { from: 'fc.weight', layout: 'O (C H) -> (H C) O' } }, /shape O x \(C H\) but received/],
    ['an axis that is not 1', { x: { from: 'fc.weight', layout: 'O 1 -> 1 O' } }, /shape O x 1 but received 5 x 24/],
  ])('%s names tensor and shapes', (_, mapping, message) => {
    // prettier-ignore
    expect(() => mapWeights(file, mapping)).toThrow(coded('INVALID_WEIGHTS', message))
  })

  test.each(['', 'O I', 'O I -> I', 'O O -> O O', 'o i -> i o', 'O I -> I O -> O I', '(O I -> I O)', 'O ( I -> I O'])(
    'the pattern %j is an error',
    (layout) => {
      const mapping = { x: { from: 'fc.weight', layout } }
      expect(() => mapWeights(file, mapping)).toThrow(
        coded('INVALID_ARGUMENT', /x: Expected .* for layout but received/),
      )
    },
  )

  test('names and shapes that the network takes are checked, 64-bit integers and depthwise layers without channels too', () => {
    const mapping = layerMapping('torch', [{ name: 'fc', kind: 'dense' }])
    expect(mapWeights(file, mapping, { 'fc.kernel': [24, 5], 'fc.bias': [5] }).size).toBe(2)
    const wrong = { 'fc.kernel': [5, 24], 'fc.bias': [5] }
    expect(() => mapWeights(file, mapping, wrong)).toThrow(/shape 5 x 24 for fc.kernel but received 24 x 5/)
    const counter: FileTensors = new Map([['n', { data: new BigInt64Array(1), shape: [] }]])
    expect(() => mapWeights(counter, { n: { from: 'n' } })).toThrow(coded('INVALID_WEIGHTS', /64-bit integers/))
    expect(() => layerMapping('torch', [{ name: 'd', kind: 'depthwise' }])).toThrow(
      /channels for the depthwise layer d/,
    )
    const short: FileTensors = new Map([['n', { data: new Float32Array(3), shape: [2, 2] }]])
    expect(() => mapWeights(short, { n: { from: 'n' } })).toThrow(/Expected 4 values for n \(n\) but received 3/)
  })
})
