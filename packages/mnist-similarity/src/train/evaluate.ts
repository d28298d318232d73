import { collectFeatures, digitNet, type Weights } from '@likeness/nets'
import { score } from '../classify.js'
import { params } from '../params.js'
import type { Labelled, TrainingSet } from './training-set.js'

/** How a network does on a set. */
export interface Scores {
  /** Mean cross-entropy, in nats. */
  readonly loss: number
  readonly correct: number
}

/** Both sets' scores after an epoch; epoch 0 is before the first. */
export interface EpochScores {
  readonly epoch: number
  readonly training: Scores
  readonly heldOut: Scores
}

/** Scores the network on all images of both sets, with the same weights. @throws `signal.reason` once aborted */
export async function evaluate(
  weights: Weights,
  set: TrainingSet,
  epoch: number,
  signal: AbortSignal,
): Promise<EpochScores> {
  const scores = async ({ images, labels }: Labelled): Promise<Scores> => {
    const { fc2 } = await collectFeatures(digitNet(weights), images, { layers: ['fc2'], batch: params.batch, signal })
    return { loss: crossEntropy(fc2!.data, labels), correct: score(fc2!.data, labels).correct }
  }
  return { epoch, training: await scores(set.training), heldOut: await scores(set.heldOut) }
}

/** The mean of log(sum of exp(logits)) - logit of the true digit, in float64; logits n x 10. */
export function crossEntropy(logits: ArrayLike<number>, labels: Uint8Array): number {
  let total = 0
  for (const [i, label] of labels.entries()) {
    const row = Array.from({ length: 10 }, (_, k) => logits[10 * i + k]!)
    const top = Math.max(...row)
    total += Math.log(row.reduce((sum, v) => sum + Math.exp(v - top), 0)) + top - row[label]!
  }
  return total / labels.length
}
