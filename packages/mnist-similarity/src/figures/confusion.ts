import { confusionMatrix } from '@likeness/figures'
import type { Classification } from '../classify.js'
import { thousands } from '../format.js'

/** Confusion matrix of the ten digits. */
export function confusionFigure({ confusion, correct, n }: Classification) {
  return {
    id: 'mnist-similarity-confusion',
    title: 'Confusion matrix',
    caption: `True digit (rows) against predicted digit (columns) for ${thousands(n)} images, in counts; ${thousands(correct)} lie on the diagonal. Shade: proportion of the row, on a square-root scale that shows single errors.`,
    svg: confusionMatrix({
      id: 'mnist-similarity-confusion',
      labels: Array.from({ length: 10 }, (_, digit) => String(digit)),
      counts: confusion,
      notes: [`n = ${thousands(n)} images, ${((100 * correct) / n).toFixed(2)} % correct`],
    }),
  }
}
