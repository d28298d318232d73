import * as tf from '@tensorflow/tfjs'
import { reconnect } from './reconnect.js'
import { undefinedGradient } from './undefined.js'

type CustomGradient = Parameters<ReturnType<typeof tf.engine>['customGrad']>[0]
type Gradient = ReturnType<CustomGradient>['gradFunc']

/** Ops of TensorFlow.js that save what they compute on the way, by nothing but ops on their inputs: it can be repeated. */
const repeatable: readonly string[] = ['softmaxCrossEntropy']

/**
 * Makes what custom gradients save differentiable: logSoftmax, softmaxCrossEntropy and the custom gradients of users have no
 * kernel whose gradient could be registered. An output that was saved is reconnected to the inputs; what was computed on
 * the way is computed again (see `repeatable`) or throws UNDEFINED_GRADIENT once differentiated. Saved inputs, and tensors
 * from outside, are right as they are.
 */
export function installCustomGradients(): void {
  const engine = tf.engine()
  const stock = engine.customGrad.bind(engine) as (f: CustomGradient) => (...inputs: unknown[]) => tf.Tensor
  const replacement = (f: CustomGradient) => {
    return (...inputs: tf.Tensor[]) =>
      stock(
        engine.isTapeOn() ? differentiable(f, inputs.length, engine.state.activeScope.name.replace('__op', '')) : f,
      )(...inputs)
  }
  engine.customGrad = replacement as unknown as typeof engine.customGrad
}

function differentiable(f: CustomGradient, count: number, op: string): CustomGradient {
  return (...args) => {
    const [inputs, save] = [args.slice(0, count) as tf.Tensor[], args[count] as tf.GradSaveFunc]
    // Tensors are numbered in the order of their making: what f makes comes after this one.
    const start = tf.scalar(0).id
    let kept: tf.Tensor[] = []
    const { value, gradFunc } = f(...inputs, (tensors: tf.Tensor[]) => {
      kept = tensors
      save([...inputs, ...tensors])
    })
    const ids = kept.map(({ id }) => (id === value.id ? 'output' : id > start ? 'inner' : 'given'))
    const gradient: Gradient = (dy, saved) => {
      const [xs, rest] = [saved.slice(0, count), saved.slice(count)]
      if (!tf.engine().isTapeOn() || ids.every((kind) => kind === 'given')) return gradFunc(dy, rest)
      const again = ids.includes('inner') && repeatable.includes(op) ? repeat(f, xs) : undefined
      const connected = rest.map((tensor, k) => {
        if (ids[k] === 'given') return tensor
        if (ids[k] === 'output') return reconnect(xs, tensor, (d) => gradient(d, saved))
        return again
          ? again[k]!
          : reconnect(xs, tensor, () =>
              undefinedGradient(`a custom gradient that saves what it computes in between (in ${op})`),
            )
      })
      return gradFunc(dy, connected)
    }
    return { value, gradFunc: gradient }
  }
}

/** What f saves, computed from its inputs by recorded ops. */
function repeat(f: CustomGradient, inputs: tf.Tensor[]): tf.Tensor[] {
  let kept: tf.Tensor[] = []
  f(...inputs, (tensors: tf.Tensor[]) => {
    kept = tensors
  })
  return kept
}
