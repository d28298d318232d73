import type { NpyData } from './elements.js'
import { FormatError, quote } from './format-error.js'
import type { FloatTensor } from './weights/read-deep-compression.js'

/**
 * Tensors as float32, each in memory of its own: what networks take. float64 is rounded to the nearest; integers up to
 * 2^24 come through exactly.
 * @throws FormatError `UNSUPPORTED_FORMAT` naming a tensor of 64-bit integers: leave counters such as
 *   `num_batches_tracked` out first
 */
export function float32Tensors(
  tensors: ReadonlyMap<string, { readonly data: NpyData; readonly shape: readonly number[] }>,
): Map<string, FloatTensor> {
  return new Map([...tensors].map(([name, { data, shape }]) => [name, { data: narrow(name, data), shape: [...shape] }]))
}

function narrow(name: string, data: NpyData): Float32Array {
  if (data instanceof BigInt64Array || data instanceof BigUint64Array)
    throw new FormatError(
      'UNSUPPORTED_FORMAT',
      `Expected floats for tensor ${quote(name)} but received 64-bit integers`,
    )
  // Not Float32Array.from, which goes through an iterator: seconds for VGG-16.
  return new Float32Array(data)
}
