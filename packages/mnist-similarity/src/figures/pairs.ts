import { imagePairs } from '@likeness/figures'
import type { Images, Ratings } from '../material.js'
import type { ComparedLayer } from '../params.js'
import type { RatingsAnalysis } from '../ratings.js'
import type { Recovery } from '../recover-pairs.js'
import type { Pair } from '../similarity.js'
import { greyImage, itemsOf } from './grey-image.js'

const mostPairs = 24

/** Pairs of the chosen digit with their similarity at fc1 and on the pixels. */
export function pairsFigure(
  images: Images,
  digit: number,
  pairs: readonly Pair[],
  similarities: Readonly<Record<ComparedLayer, readonly number[]>>,
) {
  const shown = pairs.slice(0, mostPairs)
  const which =
    shown.length < pairs.length ? `The first ${shown.length} of ${pairs.length} pairs` : `${pairs.length} pairs`
  return {
    id: 'mnist-similarity-pairs',
    title: `Pairs of the digit ${digit}`,
    caption: `${which}: the k-th with the (k + ${pairs.length})-th ${digit}; cosine similarity at the fully connected layer (fc1) and of the raw grey values (pixels).`,
    svg: imagePairs({
      id: 'mnist-similarity-pairs',
      columns: 4,
      invert: true,
      imageSize: 48,
      pairs: shown.map(([a, b], k) => ({
        left: greyImage(images, a),
        right: greyImage(images, b),
        items: itemsOf([a, b]),
        caption: [`fc1 ${similarities.fc1[k]!.toFixed(3)}`, `pixels ${similarities.pixels[k]!.toFixed(3)}`],
      })),
      notes: ['cosine similarity at fc1 and of the pixels'],
    }),
  }
}

/**
 * The rated pairs, found again, beside the raters' numbers and the normalised values that the page prints; null where none
 * was found.
 */
export function recoveredFigure(
  images: Images,
  ratings: Ratings,
  analysis: RatingsAnalysis,
  { pairs, recovered }: Recovery,
) {
  const shown = pairs.flatMap((pair, k) => (pair ? [{ pair, k }] : []))
  if (shown.length === 0) return null
  const whole = ratings.raters.flat().every(Number.isInteger)
  const rating = (value: number) => (whole ? String(value) : value.toFixed(1))
  const caption = (k: number) => [
    `net ${analysis.normalised.network[k]!.toFixed(2)}, human ${analysis.normalised.human[k]!.toFixed(2)}`,
    `${ratings.raters.length === 1 ? 'rater' : 'raters'} ${ratings.raters.map((values) => rating(values[k]!)).join(' and ')}`,
    recovered[k]!.candidates.length === 1 ? 'one candidate' : `1 of ${recovered[k]!.candidates.length} candidates`,
  ]
  return {
    id: 'mnist-similarity-recovered',
    title: 'The rated pairs, recovered',
    caption:
      `${shown.length} of ${ratings.network.length} printed similarities have a pair of images; left and right cannot be told apart. ` +
      'Where several pairs are within 1e-7 of a printed value, the nearest that use no image twice are drawn. "net" is the similarity at fc1 and "human" the mean rating, both min-max normalised; ratings from 1 (not alike) to 10.',
    svg: imagePairs({
      id: 'mnist-similarity-recovered',
      columns: 4,
      invert: true,
      imageSize: 52,
      pairs: shown.map(({ pair: [a, b], k }) => ({
        left: greyImage(images, a),
        right: greyImage(images, b),
        items: itemsOf([a, b]),
        caption: caption(k),
      })),
      notes: ['net: similarity at fc1, human: mean rating, both min-max normalised'],
    }),
  }
}
