import type { Training } from '../src/train/train.js'

/** A training whose losses fall by half each epoch and whose numbers are all told from one another. */
export function madeTraining(given: Partial<Training> = {}): Training {
  const curve = [0, 1, 2, 3, 4].map((epoch) => ({
    epoch,
    training: { loss: 2.3 / 2 ** epoch, correct: Math.round(8000 * (1 - 0.9 / 4 ** epoch)) },
    heldOut: { loss: 2.4 / 1.8 ** epoch, correct: Math.round(2000 * (1 - 0.9 / 3 ** epoch)) },
  }))
  const n = { training: 8000, heldOut: 2000 }
  return { kind: 'drawn', n, epochs: 4, curve, weights: new Map(), resumedAt: undefined, ...given }
}
