import * as tf from '@tensorflow/tfjs'
import { reconnect } from './reconnect.js'

/** Kernels whose gradient is a formula in their own output, and the inputs that this output depends on. */
const kernels: Readonly<Record<string, readonly string[]>> = {
  [tf.Elu]: ['x'],
  [tf.Exp]: ['x'],
  [tf.Pow]: ['a', 'b'],
  [tf.Sigmoid]: ['x'],
  [tf.Softmax]: ['logits'],
  [tf.Tanh]: ['x'],
}

/** The same formulas, but of an output that a second differentiation sees as a function of the inputs. */
export function savedOutputGradients(): tf.GradConfig[] {
  return Object.entries(kernels).map(([name, inputs]) => differentiable(tf.getGradient(name), inputs))
}

function differentiable(stock: tf.GradConfig, names: readonly string[]): tf.GradConfig {
  const savedInputs = stock.inputsToSave ?? []
  const gradFunc: tf.GradFunc = (dy, saved, attrs) => {
    const inputs = saved.slice(0, names.length)
    const y = reconnect(inputs, saved[names.length]!, (again) => {
      const gradients = gradFunc(again, saved, attrs)
      return names.map((name) => gradients[name]!())
    })
    return stock.gradFunc(dy, [...savedInputs.map((name) => inputs[names.indexOf(name)]!), y], attrs)
  }
  return { kernelName: stock.kernelName, inputsToSave: [...names], outputsToSave: [true], gradFunc }
}
