import { spcError } from '../spc-error.js'
import { rowBlocks, type RowBlocksOptions } from './row-blocks.js'
import type { Source } from './source.js'

/**
 * Looks through all features: a search for neighbours would pass over an image with a NaN, silently.
 * @param kind what a row is, for the message
 * @throws SpcError INVALID_FEATURES naming the first image and unit that is NaN or infinite; what `rowBlocks` throws
 */
export async function checkFinite(
  source: Source,
  kind: string,
  { onProgress, ...options }: RowBlocksOptions & { readonly onProgress?: (fraction: number) => void } = {},
): Promise<void> {
  let row = 0
  for await (const block of rowBlocks(source, options)) {
    const at = firstNotFinite(block)
    if (at >= 0) {
      const where = `${kind} ${row + Math.floor(at / source.cols)}, unit ${at % source.cols} (from 0)`
      throw spcError('INVALID_FEATURES', 'finite features', where, block[at])
    }
    row += block.length / source.cols
    onProgress?.(row / source.rows)
  }
}

// A plain loop: findIndex calls a function for each of billions of values.
function firstNotFinite(values: ArrayLike<number>): number {
  for (let k = 0; k < values.length; k++) if (!(Math.abs(values[k]!) < Infinity)) return k
  return -1
}
