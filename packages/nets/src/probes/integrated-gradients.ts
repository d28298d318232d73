import type { Matrix } from '@likeness/core-native'
import { readImages, type Images } from '../image-source.js'
import { invalid } from '../nets-error.js'
import type { Network } from '../network.js'
import { imageGradients } from './image-gradients.js'
import { mapsOf, type Maps, type SaliencyOptions } from './saliency.js'
import { targetUnits } from './targets.js'

export interface IntegratedGradientsOptions extends SaliencyOptions {
  /** Equal parts of the path from the baseline to the image. Default 50. */
  readonly steps?: number
  /** Where the path begins, like one image. Default zeros: of an input less its mean, the mean image. */
  readonly baseline?: ArrayLike<number>
}

/** Attributions, and how well they add up. */
export interface Attributions extends Maps {
  /** Images x the network's input: what each value contributes, signed. */
  readonly attributions: Matrix<Float32Array>
  /** The unit's value at the baseline. */
  readonly baselineValues: Float32Array
  /**
   * Sum of the attributions less the change of the unit from the baseline to the image: 0 for a path of infinitely many steps,
   * so how much of the answer is the approximation's.
   */
  readonly completenessErrors: Float64Array
}

/**
 * Integrated gradients (Sundararajan et al. 2017, arXiv 1703.01365): (image - baseline) times the mean gradient along the
 * straight path between them, by the trapezoidal rule. Maps: their channels reduced, by default to the signed mean.
 * @throws NetsError INVALID_ARGUMENT; `signal.reason` once aborted
 */
export async function integratedGradients(
  network: Network,
  images: Images,
  options: IntegratedGradientsOptions,
): Promise<Attributions> {
  const { layer, reduce = 'mean', steps = 50, baseline = new Float32Array(images.cols), batch, signal } = options
  if (!Number.isInteger(steps) || steps < 1) throw invalid('an integer of at least 1', 'steps', steps)
  if (baseline.length !== images.cols) throw invalid(`${images.cols} values`, 'baseline', baseline.length)
  const units = await targetUnits(network, images, options)
  const { rows, cols } = images
  const pixels = await readImages(images, 0, rows)
  const attributions = new Float32Array(pixels.length)
  const [values, baselineValues, completenessErrors] = [
    new Float32Array(rows),
    new Float32Array(rows),
    new Float64Array(rows),
  ]
  for (let i = 0; i < rows; i++) {
    const image = pixels.subarray(i * cols, (i + 1) * cols)
    const path = pathOf(image, baseline, steps)
    const chosen = new Int32Array(steps + 1).fill(units[i]!)
    const found = await imageGradients(network, path, { layer, units: chosen, batch, signal })
    let sum = 0
    for (let k = 0; k < cols; k++) {
      const attribution = (image[k]! - baseline[k]!) * trapezoid(found.gradients, k, cols, steps)
      attributions[i * cols + k] = attribution
      sum += attribution
    }
    ;[values[i], baselineValues[i]] = [found.values[steps]!, found.values[0]!]
    completenessErrors[i] = sum - (values[i]! - baselineValues[i]!)
  }
  const maps = mapsOf(network, attributions, reduce, { units, values })
  return { ...maps, attributions: { data: attributions, rows, cols }, baselineValues, completenessErrors }
}

/** The baseline, the image, and the images between them in equal steps. */
function pathOf(image: Float32Array, baseline: ArrayLike<number>, steps: number): Float32Array {
  const cols = image.length
  return Float32Array.from({ length: (steps + 1) * cols }, (_, at) => {
    const [share, k] = [Math.floor(at / cols) / steps, at % cols]
    return baseline[k]! + share * (image[k]! - baseline[k]!)
  })
}

/** The mean of column k of the gradients over the path. */
function trapezoid(gradients: Float32Array, k: number, cols: number, steps: number): number {
  let sum = (gradients[k]! + gradients[steps * cols + k]!) / 2
  for (let s = 1; s < steps; s++) sum += gradients[s * cols + k]!
  return sum / steps
}
