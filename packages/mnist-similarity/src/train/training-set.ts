import type { Images } from '../material.js'
import { params } from '../params.js'
import { readMnist } from '../real.js'
import { drawDigits } from '../sample/draw-digit.js'
import { sampleParams } from '../sample/sample.js'

/** Images with their digits. */
export interface Labelled {
  readonly images: Images
  readonly labels: Uint8Array
}

/** What a network is trained on, and what it never sees while it is. */
export interface TrainingSet {
  readonly kind: 'drawn' | 'mnist'
  readonly training: Labelled
  readonly heldOut: Labelled
}

/** How many drawn digits of each kind. */
export interface DrawnCounts {
  readonly drawnPerDigit: number
  readonly heldOutPerDigit: number
}

/** Drawn digits of the seed: those that follow the sample's, so that neither set shares an image with it. */
export async function drawnSet(
  seed: number,
  signal?: AbortSignal,
  { drawnPerDigit, heldOutPerDigit }: DrawnCounts = params.train,
): Promise<TrainingSet> {
  const first = 10 * sampleParams.perDigit
  return {
    kind: 'drawn',
    training: await drawDigits(drawnPerDigit, seed, signal, first),
    heldOut: await drawDigits(heldOutPerDigit, seed, signal, first + 10 * drawnPerDigit),
  }
}

/**
 * MNIST: its training set, and its test set held out.
 * @throws FormatError for a damaged file; RangeError when files do not belong together, or a set is empty
 */
export async function mnistSet(read: (name: string) => Promise<Uint8Array>): Promise<TrainingSet> {
  const [training, heldOut] = [await readMnist(read, 'train'), await readMnist(read, 't10k')]
  if (training.images.rows === 0 || heldOut.images.rows === 0)
    throw new RangeError('Expected at least one image in train-images and in t10k-images but received none')
  return { kind: 'mnist', training, heldOut }
}
