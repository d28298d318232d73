import * as tf from '@tensorflow/tfjs'

/**
 * Stochastic gradient descent with momentum, as PyTorch and tf.train.momentum define it (velocity = momentum velocity +
 * gradient; weights -= learning rate velocity), to the same bits. On `native` it changes weights and velocities where they
 * are: a step of a large network needs no memory beyond its gradients.
 */
export class Sgd extends tf.SGDOptimizer {
  #velocities = new Map<string, tf.Variable>()

  /** @param momentum 0 (the default) keeps no velocities */
  constructor(
    learningRate: number,
    readonly momentum = 0,
  ) {
    super(learningRate)
  }

  override applyGradients(gradients: tf.NamedTensorMap | { name: string; tensor: tf.Tensor }[]): void {
    const pairs = Array.isArray(gradients)
      ? gradients.map(({ name, tensor }) => [name, tensor] as const)
      : Object.entries(gradients)
    for (const [name, gradient] of pairs)
      if (gradient) tf.tidy(() => this.#step(tf.engine().registeredVariables[name]!, gradient))
    this.incrementIterations()
  }

  #step(weights: tf.Variable, gradient: tf.Tensor): void {
    const direction = this.momentum === 0 ? gradient : this.#velocity(weights, gradient)
    weights.assign(weightedSum(1, weights, -this.learningRate, direction))
  }

  #velocity(weights: tf.Variable, gradient: tf.Tensor): tf.Tensor {
    const before = this.#velocities.get(weights.name) ?? tf.variable(tf.zerosLike(weights), false)
    before.assign(weightedSum(this.momentum, before, 1, gradient))
    this.#velocities.set(weights.name, before)
    return before
  }

  override dispose(): void {
    super.dispose()
    for (const velocity of this.#velocities.values()) velocity.dispose()
    this.#velocities.clear()
  }
}

/** p a + q b, in place of `a` where the backend can. */
function weightedSum(p: number, a: tf.Tensor, q: number, b: tf.Tensor): tf.Tensor {
  const isThere = tf.getKernel('WeightedSum', tf.engine().backendName) !== undefined
  if (isThere) return tf.engine().runKernel('WeightedSum', { a, b }, { p, q }) as tf.Tensor
  return tf.add(p === 1 ? a : tf.mul(a, p), q === 1 ? b : tf.mul(b, q))
}
