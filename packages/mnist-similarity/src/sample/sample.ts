import { digitNet64, digitNetShapes, type Weights } from '@likeness/nets'
import { imagesOf, selectImages, type Material } from '../material.js'
import { fixedPairs, pairCosines } from '../similarity.js'
import { digitNetWeights } from './digit-net-weights.js'
import { drawDigits } from './draw-digit.js'
import { madeRatings, type Planted } from './made-ratings.js'

/** What the made material holds, and the answers planted in it. */
export const sampleParams = {
  perDigit: 100,
  digit: 8,
  pairs: 20,
  planted: { network: 0.6, interRater: 0.8 } satisfies Planted,
} as const

/** The committed network: trained by this project on made digits (tools/train-sample-net.ts). */
export function sampleWeights(): Weights {
  const bytes = Uint8Array.from(Buffer.from(digitNetWeights, 'base64'))
  const all = new Float32Array(bytes.buffer)
  let offset = 0
  return new Map(
    Object.entries(digitNetShapes).map(([name, shape]) => {
      const length = shape.reduce((product: number, n) => product * n, 1)
      return [name, { shape, data: all.slice(offset, (offset += length)) }]
    }),
  )
}

/**
 * The embedded material: drawn digits, a small network that knows them, and two made raters of 20 pairs of eights whose
 * correlation with the network is planted. The printed similarities are rounded to eight decimals, as the page's are, so
 * that the search for the pairs has an answer.
 * @param weights of the network that is analysed; by default the committed one
 */
export async function makeSample(seed: number, signal?: AbortSignal, weights = sampleWeights()): Promise<Material> {
  const { images, labels } = await drawDigits(sampleParams.perDigit, seed, signal)
  const { digit, pairs, planted } = sampleParams
  const chosen = fixedPairs(imagesOf(labels, digit), pairs, digit)
  const { fc1 } = await digitNet64(weights, selectImages(images, chosen.flat()).data, { signal })
  const cosines = await pairCosines(fc1, chosen.map((_, k) => [2 * k, 2 * k + 1] as const)) // prettier-ignore
  const network = cosines.map((c) => Number(c.toFixed(8)))
  return {
    weights,
    images,
    labels,
    ratings: { digit, raters: madeRatings(network, seed, planted), network, pairs: chosen },
  }
}
