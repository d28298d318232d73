import { spcError } from '../spc-error.js'
import type { LegacyStream } from './legacy-stream.js'

/**
 * The units of a layer that are analysed: the first draw of the published run.
 * @param total units of the layer, flattened channels last
 * @param count how many, without replacement
 * @returns their columns in the order drawn
 * @throws SpcError INVALID_ARGUMENT unless 1 <= count <= total
 */
export function drawUnits(stream: LegacyStream, total: number, count: number): Int32Array {
  if (!Number.isInteger(count) || count < 1 || count > total)
    throw spcError('INVALID_ARGUMENT', `an integer from 1 to the layer's ${total} units`, 'units', count)
  return Int32Array.from(stream.choice(total, count, { replace: false }))
}
