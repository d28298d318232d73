import { collectFeatures, digitNet64, type Network } from '@likeness/nets'
import { wilsonInterval } from '@likeness/stats'
import type { Material } from './material.js'
import { params } from './params.js'

/** What the network says of every image. */
export interface Classification {
  /** The most probable digit of each image. */
  readonly predicted: Uint8Array
  /** Its probability (softmax). */
  readonly probability: Float64Array
  /** counts[true][predicted]. */
  readonly confusion: readonly (readonly number[])[]
  readonly correct: number
  readonly n: number
  /** Wilson interval of the proportion correct. */
  readonly interval: readonly [number, number]
  /** Indices of wrong images, the most confident error first. */
  readonly errors: readonly number[]
}

interface Run {
  readonly signal: AbortSignal
  readonly onProgress: (fraction: number) => void
}

/** Classifies in float32, on the active TensorFlow.js backend. */
export async function classify(network: Network, { images, labels }: Material, run: Run): Promise<Classification> {
  const { fc2 } = await collectFeatures(network, images, { layers: ['fc2'], batch: params.batch, ...run })
  return score(fc2!.data, labels)
}

/** How many of the images the float64 forward classifies correctly: what any float32 implementation must reach. */
export async function countCorrect64({ weights, images, labels }: Material, run: Run): Promise<number> {
  let correct = 0
  for (let start = 0; start < images.rows; start += params.batch) {
    const pixels = images.data.subarray(start * images.cols, (start + params.batch) * images.cols)
    const { fc2 } = await digitNet64(weights, pixels, { signal: run.signal })
    correct += score(fc2.data, labels.subarray(start, start + fc2.rows)).correct
    run.onProgress((start + fc2.rows) / images.rows)
  }
  return correct
}

/**
 * Reads predictions off logits (n x 10, row-major); of equal logits the lowest digit wins.
 * @param labels n true digits, 0 to 9
 * @throws RangeError for a NaN or an infinite largest logit
 */
export function score(logits: ArrayLike<number>, labels: Uint8Array): Classification {
  const n = labels.length
  const predicted = new Uint8Array(n)
  const probability = new Float64Array(n)
  const confusion = Array.from({ length: 10 }, () => new Array<number>(10).fill(0))
  for (let i = 0; i < n; i++) {
    const row = Array.from({ length: 10 }, (_, k) => logits[i * 10 + k]!)
    const top = Math.max(...row)
    if (!Number.isFinite(top)) throw new RangeError(`Expected finite logits for image ${i} but received ${top}`)
    predicted[i] = row.indexOf(top)
    probability[i] = 1 / row.reduce((sum, v) => sum + Math.exp(v - top), 0)
    confusion[labels[i]!]![predicted[i]!]!++
  }
  const errors = Array.from(labels.keys()).filter((i) => predicted[i] !== labels[i])
  errors.sort((a, b) => probability[b]! - probability[a]! || a - b)
  const correct = n - errors.length
  return {
    predicted,
    probability,
    confusion,
    correct,
    n,
    interval: wilsonInterval(correct, n, params.level).ci,
    errors,
  }
}
