import { confusionMatrix } from '@likeness/figures'
import type { Classification } from '../classify.js'

/** Confusion matrix of the ten digits. */
export function confusionFigure({ confusion, correct, n }: Classification) {
  return {
    id: 'mnist-similarity-confusion',
    title: 'Confusion matrix',
    caption: `Predicted against true digit for ${n.toLocaleString('en')} images; ${correct.toLocaleString('en')} lie on the diagonal.`,
    svg: confusionMatrix({
      id: 'mnist-similarity-confusion',
      labels: Array.from({ length: 10 }, (_, digit) => String(digit)),
      counts: confusion,
      notes: [`n = ${n.toLocaleString('en')}, ${((100 * correct) / n).toFixed(2)} % correct`],
    }),
  }
}
