import { philox } from '@likeness/core-native'
import { beforeAll, describe, expect, test } from 'vitest'
import { useBackend } from '../backend.js'
import { collectFeatures } from '../layer-features.js'
import { sizeOf, type Weights } from '../network.js'
import { vgg, vgg16Sizes, vggShapes, type VggSizes } from './vgg.js'

const sizes = {
  side: 9,
  blocks: [
    { convolutions: 2, channels: 4 },
    { convolutions: 1, channels: 5 },
  ],
  dense: [7, 6],
} satisfies VggSizes

function madeWeights(): Weights {
  const random = philox(31)
  return new Map(
    Object.entries(vggShapes(sizes)).map(([name, shape]) => [
      name,
      { shape, data: Float32Array.from({ length: sizeOf(shape) }, () => 0.4 * random.normal()) },
    ]),
  )
}

const random = philox(32)
const images = { data: Uint8Array.from({ length: 3 * 243 }, () => random.integer(256)), rows: 3, cols: 243 }

/** The network by its definition, in float64: values at [y][x][channel], flattened. */
function naive(weights: Weights, image: ArrayLike<number>) {
  const of = (name: string) => weights.get(name)!.data
  const relu = (v: number) => Math.max(v, 0)
  const found: Record<string, number[]> = {}
  let [edge, channels, x] = [9, 3, Array.from(image)]
  for (const [b, block] of sizes.blocks.entries()) {
    for (let c = 1; c <= block.convolutions; c++) {
      const [kernel, bias] = [of(`block${b + 1}_conv${c}.kernel`), of(`block${b + 1}_conv${c}.bias`)]
      const [input, before] = [x, channels]
      x = Array.from({ length: edge * edge * block.channels }, (_, at) => {
        const [o, col, row] = [at % block.channels, Math.floor(at / block.channels) % edge, Math.floor(at / block.channels / edge)] // prettier-ignore
        let sum = bias[o]!
        for (let dy = -1; dy <= 1; dy++)
          for (let dx = -1; dx <= 1; dx++) {
            const [y, xx] = [row + dy, col + dx]
            if (y < 0 || xx < 0 || y >= edge || xx >= edge) continue
            for (let i = 0; i < before; i++)
              sum +=
                input[(y * edge + xx) * before + i]! *
                kernel[(((dy + 1) * 3 + dx + 1) * before + i) * block.channels + o]!
          }
        return relu(sum)
      })
      channels = block.channels
    }
    const [half, full, wide] = [Math.floor(edge / 2), x, edge]
    x = Array.from({ length: half * half * channels }, (_, at) => {
      const [o, col, row] = [at % channels, Math.floor(at / channels) % half, Math.floor(at / channels / half)]
      const corner = (y: number, xx: number) => full[((2 * row + y) * wide + 2 * col + xx) * channels + o]!
      return Math.max(corner(0, 0), corner(0, 1), corner(1, 0), corner(1, 1))
    })
    edge = half
    found[`block${b + 1}_pool`] = x
  }
  for (const [d, count] of sizes.dense.entries()) {
    const [kernel, bias, input] = [of(`fc${d + 1}.kernel`), of(`fc${d + 1}.bias`), x]
    x = Array.from({ length: count }, (_, o) =>
      relu(input.reduce((sum, v, i) => sum + v * kernel[i * count + o]!, bias[o]!)),
    )
    found[`fc${d + 1}`] = x
  }
  return found
}

beforeAll(async () => void (await useBackend('wasm')))

test('every layer is that of the definition, channels last, raw input', async () => {
  const weights = madeWeights()
  const layers = ['block1_pool', 'block2_pool', 'fc1', 'fc2']
  const features = await collectFeatures(vgg(sizes, weights), images, { layers, batch: 2 })
  for (let i = 0; i < 3; i++) {
    const expected = naive(weights, images.data.subarray(i * 243, (i + 1) * 243))
    for (const layer of layers) {
      const { data, cols } = features[layer]!
      const scale = Math.max(...expected[layer]!)
      expect(cols).toBe(expected[layer]!.length)
      expect(scale).toBeGreaterThan(0)
      // 1e-5 relative, the specification's float32 tolerance, of the layer's largest value.
      expected[layer]!.forEach((v, k) => expect(Math.abs(data[i * cols + k]! - v)).toBeLessThan(1e-5 * scale))
    }
  }
})

test('VGG-16 has the layers and weights of the literature', () => {
  const shapes = vggShapes(vgg16Sizes)
  const count = Object.values(shapes).reduce((sum, shape) => sum + sizeOf(shape), 0)
  // 138,357,544 with the classifier of 1000 classes.
  expect(count).toBe(138_357_544 - 4096 * 1000 - 1000)
  expect(shapes['fc1.kernel']).toEqual([25_088, 4096])
  expect(shapes['block3_conv1.kernel']).toEqual([3, 3, 128, 256])
})

describe('refused', () => {
  test('weights that are not of these sizes', () => {
    const weights = new Map(madeWeights())
    weights.delete('fc2.bias')
    expect(() => vgg(sizes, weights)).toThrow('Expected weights named fc2.bias but received')
    expect(() => vgg({ ...sizes, dense: [7, 5] }, madeWeights())).toThrow('Expected shape 7 x 5 for fc2.kernel')
  })
  test('an input that the pooling leaves nothing of', () => {
    expect(() => vggShapes({ ...sizes, side: 3 })).toThrow('Expected a side of at least 4 pixels for sizes.side')
  })
})
