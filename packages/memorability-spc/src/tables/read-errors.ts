import { readNpy } from '@likeness/io'
import { tableError } from './check-table.js'

/**
 * `spc_rec_quality.npy`: the reconstruction error of each target, row i that of image i + 1 (mean squared residual over
 * the sampled units, in units of the scaled features).
 * @param count how many targets there must be
 * @throws FormatError for another shape or dtype than (count, 1) of float64, and for an error that is negative or no number
 */
export function readErrors(bytes: Uint8Array, count: number, name = 'spc_rec_quality.npy'): Float64Array {
  const { data, shape, dtype } = readNpy(bytes, { name })
  const label = `npy ${JSON.stringify(name)}`
  if (!(data instanceof Float64Array) || shape.join() !== `${count},1`)
    throw tableError(label, `float64 of ${count} x 1`, `${dtype} of ${shape.join(' x ')}`)
  const wrong = data.findIndex((value) => !(value >= 0 && value < Infinity))
  if (wrong >= 0) throw tableError(label, `an error of at least 0 in row ${wrong}`, String(data[wrong]))
  return data
}
