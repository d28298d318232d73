import { invalid } from '../nets-error.js'

/** Stochastic gradient descent as PyTorch's: v = momentum v + g; w = w - rate v (Nesterov: w - rate (g + momentum v)). */
export interface Sgd {
  readonly kind: 'sgd'
  readonly learningRate: number
  /** Default 0. */
  readonly momentum?: number
  readonly nesterov?: boolean
  /** Of the weight, added to its gradient. Default 0. */
  readonly weightDecay?: number
}

/**
 * Adam (Kingma & Ba 2015). `form` says where epsilon goes: `torch` (and Keras 3): added to the square root of the corrected
 * second moment; `tensorflow1`: to that of the uncorrected one, the rate being corrected ("epsilon hat" of the paper).
 */
export interface Adam {
  readonly kind: 'adam'
  readonly learningRate: number
  /** Default 0.9. */
  readonly beta1?: number
  /** Default 0.999. */
  readonly beta2?: number
  /** Default 1e-8. */
  readonly epsilon?: number
  /** Default torch. */
  readonly form?: 'torch' | 'tensorflow1'
  readonly weightDecay?: number
}

export type Optimizer = Sgd | Adam

/** What an optimizer remembers of one weight: as many arrays like it as it has moments. */
export type Moments = readonly Float32Array[]

/** Moments before the first step. */
export function noMoments(optimizer: Optimizer, length: number): Moments {
  const count = optimizer.kind === 'adam' ? 2 : optimizer.momentum ? 1 : 0
  return Array.from({ length: count }, () => new Float32Array(length))
}

/**
 * One step of a weight and its moments, in place. Arithmetic in float64, stored in float32: the same bits on every backend.
 * @param step of training, the first being 0
 */
export function optimizerStep(
  optimizer: Optimizer,
  weight: Float32Array,
  gradient: Float32Array,
  moments: Moments,
  { rate, step }: { rate: number; step: number },
): void {
  const { weightDecay = 0 } = optimizer
  const slope = (k: number) => gradient[k]! + weightDecay * weight[k]!
  const change = optimizer.kind === 'adam' ? adam(optimizer, moments, rate, step + 1) : sgd(optimizer, moments, rate)
  for (let k = 0; k < weight.length; k++) weight[k]! -= change(k, slope(k))
}

type Change = (k: number, slope: number) => number

function sgd({ momentum = 0, nesterov = false }: Sgd, [velocity]: Moments, rate: number): Change {
  if (!velocity) return (_, slope) => rate * slope
  return (k, slope) => {
    velocity[k] = momentum * velocity[k]! + slope
    return rate * (nesterov ? slope + momentum * velocity[k]! : velocity[k]!)
  }
}

function adam(options: Adam, [first, second]: Moments, rate: number, t: number): Change {
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, form = 'torch' } = options
  const [bias1, bias2] = [1 - beta1 ** t, Math.sqrt(1 - beta2 ** t)]
  const scaled = form === 'torch' ? epsilon * bias2 : epsilon
  return (k, slope) => {
    first![k] = beta1 * first![k]! + (1 - beta1) * slope
    second![k] = beta2 * second![k]! + (1 - beta2) * slope * slope
    return (((rate * bias2) / bias1) * first![k]!) / (Math.sqrt(second![k]!) + scaled)
  }
}

/** @throws NetsError INVALID_ARGUMENT */
export function checkOptimizer(optimizer: Optimizer): void {
  const limits: [string, number | undefined, number][] = [
    ['learningRate', optimizer.learningRate, Infinity],
    ['weightDecay', optimizer.weightDecay, Infinity],
    ...(optimizer.kind === 'sgd'
      ? ([['momentum', optimizer.momentum, 1]] as [string, number | undefined, number][])
      : ([
          ['beta1', optimizer.beta1, 1],
          ['beta2', optimizer.beta2, 1],
          ['epsilon', optimizer.epsilon, Infinity],
        ] as [string, number | undefined, number][])),
  ]
  for (const [name, value, below] of limits)
    if (value !== undefined && !(value >= 0 && value < below))
      throw invalid(`a number from 0 to below ${below}`, `optimizer.${name}`, value)
}
