import { greyPng } from '@likeness/figures'
import type { RatingContext, RatingTask } from '@likeness/study-kit'
import { imagesOf, type Images } from '../material.js'
import type { Options } from '../options.js'
import { readReal } from '../real.js'
import { makeSample } from '../sample/sample.js'
import { fixedPairs, type Pair } from '../similarity.js'

/** How the table of ratings names a pair: "61-299". */
export const pairId = ([a, b]: Pair) => `${a}-${b}`

// Black on white, as the homework shows them.
const inkOnPaper = ({ data, cols }: Images, index: number) => {
  const grey = data.subarray(index * cols, (index + 1) * cols).map((value) => 255 - value)
  return greyPng(grey, 28, 28)
}

/** The fixed pairs of a digit, for people to rate: those whose similarities the study shows. */
export async function pairsToRate({ digit, pairs: count }: Options, context: RatingContext): Promise<RatingTask> {
  const { data, seed, signal, read } = context
  const { images, labels } = data === 'real' ? await readReal(read) : await makeSample(seed, signal)
  const pairs = fixedPairs(imagesOf(labels, digit), count, digit)
  return {
    title: `Handwritten digits: how alike are they?`,
    question: `How alike are these two ${digit}s?`,
    instructions: [
      `You will see ${count} pairs of handwritten ${digit}s, one pair after the other. For each pair, say how alike the two look to you, from 1 (not alike at all) to 10 (as alike as can be).`,
      'There are no right or wrong answers, and no time limit. Judge how the two look, not how well they are written. Use the whole scale: try to give the most alike pairs high numbers and the least alike low ones.',
    ],
    ends: ['not alike at all', 'as alike as can be'],
    pairs: pairs.map((pair) => ({
      id: pairId(pair),
      left: inkOnPaper(images, pair[0]),
      right: inkOnPaper(images, pair[1]),
    })),
  }
}
