import { philox } from '@likeness/core-native'
import * as tf from '@tensorflow/tfjs'

/** A function of tensors whose gradients are compared with central differences. */
export interface Differentiated {
  readonly inputs: readonly Made[]
  readonly f: (...inputs: tf.Tensor[]) => tf.Tensor
}
/** Values of an input, in float64; float32 once they are a tensor. */
export interface Made {
  readonly shape: readonly number[]
  readonly values: Float64Array
}
export type Verdict = 'right' | 'wrong' | 'throws'

/** A scalar, added up in float64, and its gradient with respect to each input, of float64 values. */
type Scalar = (inputs: readonly Made[]) => { value: number; gradient: () => readonly Float64Array[] }

const tensorOf = ({ shape, values }: Made) => tf.tensor(Float32Array.from(values), [...shape])
const wide = (t: tf.Tensor) => Float64Array.from(t.dataSync())
const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, v, i) => sum + v * b[i]!, 0)

/** Normal values of a seed. */
export function normals(shape: readonly number[], seed: number): Float64Array {
  const random = philox(seed)
  return Float64Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => random.normal())
}

/** Weights, so that no two elements of a result count alike. */
const weightsLike = (shape: readonly number[], seed: number) => ({ shape, values: normals(shape, seed) })

/** sum(c * (y + y^2 / 2)): its gradient in y depends on y, so that a linear f has a second derivative too. */
const lossOf = (f: Differentiated['f'], c: tf.Tensor) => {
  return (...xs: tf.Tensor[]) => {
    const y = f(...xs)
    return tf.mul(c, tf.add(y, tf.mul(tf.square(y), 0.5)))
  }
}

/** The loss of f. */
export const first = ({ f }: Differentiated): Scalar => {
  return (inputs) => {
    const run = <T>(use: (xs: tf.Tensor[], loss: (...xs: tf.Tensor[]) => tf.Tensor) => T) => {
      tf.engine().startScope()
      try {
        const xs = inputs.map(tensorOf)
        const shape = f(...xs).shape
        return use(xs, lossOf(f, tensorOf(weightsLike(shape, 1))))
      } finally {
        tf.engine().endScope()
      }
    }
    return {
      value: run((xs, loss) => wide(loss(...xs)).reduce((sum, v) => sum + v, 0)),
      gradient: () => run((xs, loss) => tf.grads(loss)(xs).map(wide)),
    }
  }
}

/** A weighted sum of the first gradients of the loss of f, with respect to all inputs: its gradient is of second order. */
export const second = ({ f }: Differentiated): Scalar => {
  return (inputs) => {
    const run = <T>(use: (xs: tf.Tensor[], sums: (...xs: tf.Tensor[]) => tf.Tensor[]) => T) => {
      tf.engine().startScope()
      try {
        const xs = inputs.map(tensorOf)
        const loss = lossOf(f, tensorOf(weightsLike(f(...xs).shape, 1)))
        const weights = inputs.map(({ shape }, k) => tensorOf(weightsLike(shape, 10 + k)))
        return use(xs, (...again) =>
          tf
            .grads(loss)(again)
            .map((g, k) => tf.mul(g, weights[k]!)),
        )
      } finally {
        tf.engine().endScope()
      }
    }
    const total = (terms: tf.Tensor[]) => tf.addN(terms.map((t) => tf.sum(t)))
    return {
      value: run((xs, sums) => sums(...xs).reduce((sum, t) => sum + wide(t).reduce((a, v) => a + v, 0), 0)),
      gradient: () =>
        run((xs, sums) =>
          tf
            .grads((...again) => total(sums(...again)))(xs)
            .map(wide),
        ),
    }
  }
}

/**
 * Derivatives of a scalar along random directions, by its gradient and by central differences of fourth order.
 *
 * Tolerance: float32 results of order one err by some 1e-7, a sum of a hundred of them by 1e-6, and a step of 0.02 makes 5e-5
 * of it; the truncation, h^4 / 30 times a fifth derivative, is below it. Both are relative to the sum of the absolute terms of
 * the derivative, which a wrong gradient misses by its own size, and not to their sum, in which they may cancel.
 */
export function verdict(scalar: Scalar, { inputs }: Differentiated, { step = 0.02, tolerance = 1e-3 } = {}): Verdict {
  let gradient: readonly Float64Array[]
  try {
    gradient = scalar(inputs).gradient()
  } catch {
    return 'throws'
  }
  for (const seed of [101, 102, 103]) {
    const direction = inputs.map(({ shape }, k) => unit(normals(shape, seed + 10 * k)))
    const at = (h: number) => scalar(inputs.map((input, k) => moved(input, direction[k]!, h))).value
    const numeric = (8 * (at(step) - at(-step)) - (at(2 * step) - at(-2 * step))) / (12 * step)
    const exact = gradient.reduce((sum, g, k) => sum + dot(g, direction[k]!), 0)
    const scale = gradient.reduce((sum, g, k) => sum + dot(g.map(Math.abs), direction[k]!.map(Math.abs)), 0)
    if (!(Math.abs(numeric - exact) <= tolerance * Math.max(scale, 0.1))) return 'wrong'
  }
  return 'right'
}

/** Largest step 1 in any element: inputs that stay twice the step away from a kink do not cross it. */
function unit(direction: Float64Array): Float64Array {
  const largest = Math.max(...direction.map(Math.abs))
  return direction.map((v) => v / largest)
}

const moved = ({ shape, values }: Made, direction: Float64Array, h: number): Made => ({
  shape,
  values: values.map((v, i) => v + h * direction[i]!),
})
