import type { Matrix } from '@likeness/core-native'
import { spcError } from '../spc-error.js'
import { magnitudeQuantile } from './magnitude-quantile.js'

export interface ScaledFeatures {
  readonly features: Matrix
  /** The quantile that they were divided by. */
  readonly scale: number
}

/**
 * Features divided by one number: the quantile of the magnitudes of all of them. In float32 for float32 features, as
 * numpy divides.
 * @param features finite; not changed
 * @param quantile default 0.95, as published
 * @throws SpcError ZERO_QUANTILE for features of which at least this share are 0 (the published code would give
 *   infinities), INVALID_ARGUMENT without any feature
 */
export function scaleFeatures({ data, rows, cols }: Matrix, quantile = 0.95): ScaledFeatures {
  if (data.length === 0) throw spcError('INVALID_ARGUMENT', 'at least one feature', 'features', `${rows} x ${cols}`)
  const scale = magnitudeQuantile(data, quantile)
  if (scale === 0) {
    let zeros = 0
    for (const value of data) zeros += Number(value === 0)
    const share = `${((100 * zeros) / data.length).toFixed(1)} % zeros`
    throw spcError('ZERO_QUANTILE', `a ${quantile} quantile of magnitudes above 0`, 'features', share)
  }
  const divisor = data instanceof Float32Array ? Math.fround(scale) : scale
  return { features: { data: data.map((value) => value / divisor), rows, cols }, scale }
}
