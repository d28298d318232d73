import { philox } from '@likeness/core-native'
import { invalid } from '../nets-error.js'

/** The images (rows) of each step, the first being 0: a function of the step alone, so that training can be resumed. */
export type Batches = (step: number) => Int32Array

/**
 * Every image once per epoch, in an order that the seed and the epoch give; the last batch of an epoch may be smaller.
 * @param images the rows to train on
 */
export function shuffledBatches(images: ArrayLike<number>, batch: number, seed: number): Batches {
  if (!Number.isInteger(batch) || batch < 1) throw invalid('an integer of at least 1', 'batch', batch)
  if (images.length === 0) throw invalid('at least one image to train on', 'images', 'none')
  const perEpoch = Math.ceil(images.length / batch)
  let order: { epoch: number; rows: Int32Array } | undefined
  return (step) => {
    const epoch = Math.floor(step / perEpoch)
    if (order?.epoch !== epoch)
      order = { epoch, rows: philox(seed, epoch).permutation(images.length).map((k) => images[k]!) } // prettier-ignore
    const start = (step % perEpoch) * batch
    return order.rows.slice(start, start + batch)
  }
}

/** All images but those held out, 32 at a time. @throws NetsError INVALID_ARGUMENT for a row that there is not */
export function defaultBatches(rows: number, heldOut: ArrayLike<number>, seed: number): Batches {
  for (const [k, row] of Array.from(heldOut).entries())
    if (!Number.isInteger(row) || row < 0 || row >= rows)
      throw invalid(`an integer from 0 to ${rows - 1}`, `heldOut.images[${k}]`, row)
  const out = new Set(Array.from(heldOut))
  return shuffledBatches(
    Array.from({ length: rows }, (_, row) => row).filter((row) => !out.has(row)),
    32,
    seed,
  )
}
