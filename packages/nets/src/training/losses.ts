import type { Matrix } from '@likeness/core-native'
import { invalid } from '../nets-error.js'

/** Layer outputs of a batch, by layer. */
export type Outputs = Readonly<Record<string, Matrix<Float32Array>>>

/** A loss and its derivative with respect to each of the layers that it was given, like them; one left out counts as zero. */
export interface LossValue {
  readonly value: number
  readonly gradients: Readonly<Record<string, ArrayLike<number>>>
}

/** Any loss of any layers, in plain numbers. `images`: which rows of the images the outputs' rows are of. */
export type Loss = (outputs: Outputs, images: Int32Array) => LossValue

/** Mean cross-entropy of the softmax of a layer, in nats, with the labels of all images. */
export function softmaxCrossEntropy(layer: string, labels: ArrayLike<number>): Loss {
  return (outputs, images) => {
    const { data, rows, cols } = outputs[layer]!
    const gradient = new Float64Array(data.length)
    let value = 0
    for (let i = 0; i < rows; i++) {
      const label = labels[images[i]!]!
      if (!Number.isInteger(label) || label < 0 || label >= cols)
        throw invalid(`an integer from 0 to ${cols - 1}`, `labels[${images[i]}]`, label)
      const row = data.subarray(i * cols, (i + 1) * cols)
      const most = row.reduce((a, b) => Math.max(a, b), -Infinity)
      const total = row.reduce((sum, score) => sum + Math.exp(score - most), 0)
      value += (Math.log(total) + most - row[label]!) / rows
      row.forEach(
        (score, k) => (gradient[i * cols + k] = (Math.exp(score - most) / total - (k === label ? 1 : 0)) / rows),
      )
    }
    return { value, gradients: { [layer]: gradient } }
  }
}

/** Mean squared difference of a layer from targets, over images and units. @param targets images x units, of all images */
export function meanSquaredError(layer: string, targets: Matrix): Loss {
  return (outputs, images) => {
    const { data, cols } = outputs[layer]!
    if (targets.cols !== cols) throw invalid(`${cols} columns`, 'targets.cols', targets.cols)
    let value = 0
    const gradient = Float64Array.from(data, (found, at) => {
      const difference = found - targets.data[images[Math.floor(at / cols)]! * cols + (at % cols)]!
      value += difference ** 2 / data.length
      return (2 * difference) / data.length
    })
    return { value, gradients: { [layer]: gradient } }
  }
}
