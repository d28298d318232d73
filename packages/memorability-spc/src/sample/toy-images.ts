import { philox } from '@likeness/core-native'
import { vgg, vggShapes, type Network, type VggSizes } from '@likeness/nets'
import type { RgbImage } from '../images/index.js'

/** A network of the published one's kind, small enough for seconds. */
export const toySizes: VggSizes = {
  side: 16,
  blocks: [
    { convolutions: 1, channels: 6 },
    { convolutions: 1, channels: 8 },
  ],
  dense: [20],
}

export const toyLayers = ['block1_pool', 'block2_pool', 'fc1'] as const

/** Pictures, and the two of them that are one. */
export const toyParams = { count: 12, duplicates: [2, 7] } as const

/** The small network with random weights (He et al. 2015), from the seed. */
export function toyNetwork(seed: number): Network {
  const weights = Object.entries(vggShapes(toySizes)).map(([name, shape], k) => {
    const random = philox(seed, 6000 + k)
    const length = shape.reduce((product, n) => product * n, 1)
    const spread = Math.sqrt(2 / (length / shape.at(-1)!))
    const value = name.endsWith('.bias') ? () => 0 : () => spread * random.normal()
    return [name, { shape, data: Float32Array.from({ length }, value) }] as const
  })
  return vgg(toySizes, new Map(weights))
}

/** Pictures of many sizes: two colours that run into each other, and a disc. */
export function toyImages(seed: number): RgbImage[] {
  const [first, second] = toyParams.duplicates
  const all = Array.from({ length: toyParams.count }, (_, i) => toyImage(seed, i))
  all[second] = all[first]!
  return all
}

function toyImage(seed: number, index: number): RgbImage {
  const random = philox(seed, 7000 + index)
  const [width, height] = [16 + random.integer(30), 16 + random.integer(30)]
  const [from, to, disc] = [0, 1, 2].map(() => [0, 1, 2].map(() => random.integer(256)))
  const [x0, y0, radius] = [width * random.uniform(), height * random.uniform(), (width * (1 + random.uniform())) / 4]
  const data = Uint8Array.from({ length: width * height * 3 }, (_, at) => {
    const [channel, x, y] = [at % 3, Math.floor(at / 3) % width, Math.floor(at / 3 / width)]
    if ((x - x0) ** 2 + (y - y0) ** 2 < radius ** 2) return disc![channel]!
    const share = (x + y) / (width + height - 2)
    return Math.round(from![channel]! * (1 - share) + to![channel]! * share)
  })
  return { data, width, height }
}
