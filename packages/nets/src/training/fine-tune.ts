import { setImmediate } from 'node:timers/promises'
import { checkImages, readImages, type Images } from '../image-source.js'
import { collectFeatures } from '../layer-features.js'
import { invalid } from '../nets-error.js'
import { layerOf, machineOf, type Network, type Weights } from '../network.js'
import { defaultBatches, type Batches } from './batches.js'
import { batchGradient } from './gradient-step.js'
import { checkSchedule, learningRateAt, type LearningRateSchedule } from './learning-rate.js'
import type { Loss } from './losses.js'
import { checkOptimizer, noMoments, optimizerStep, type Moments, type Optimizer } from './optimizers.js'

/** A loss at a step: before it, for a batch; after that many steps, for the held-out images. */
export interface LossPoint {
  readonly step: number
  readonly loss: number
}

/** Training as it stands after a number of steps: all that going on from it needs. */
export interface Checkpoint {
  readonly step: number
  /** All weights of the network, trained or not. */
  readonly weights: Weights
  readonly moments: ReadonlyMap<string, Moments>
  /** The loss of each step's batch so far. */
  readonly training: readonly LossPoint[]
  readonly heldOut: readonly LossPoint[]
  /** The weights with the lowest loss of the held-out images, where there are any. */
  readonly best?: { readonly step: number; readonly loss: number; readonly weights: Weights }
  /** Why training ended; undefined in between. */
  readonly ended?: 'steps' | 'early-stopping'
}

/** Images that are never trained on, and when to stop by them. */
export interface EarlyStopping {
  /** Rows of the images. */
  readonly images: ArrayLike<number>
  /** Steps between two looks. */
  readonly every: number
  /** Looks without a lower loss after which training ends. */
  readonly patience: number
}

export interface FineTuneOptions {
  /** Layers that the loss is of. */
  readonly layers: readonly string[]
  readonly loss: Loss
  readonly optimizer: Optimizer
  /** Default: constant. */
  readonly schedule?: LearningRateSchedule
  readonly steps: number
  /** Images of each step. Default: 32 of all images that are not held out, in an order that is new in each epoch. */
  readonly batches?: Batches
  readonly seed: number
  /** Weights that stay as they are, by name. Stored means and variances of batch normalisation always do. */
  readonly frozen?: (weight: string) => boolean
  readonly heldOut?: EarlyStopping
  /** Steps between two checkpoints. Default: only the last one. */
  readonly checkpointEvery?: number
  /** Goes on from here, to the bits that training without a break has. */
  readonly resume?: Checkpoint
  readonly signal?: AbortSignal
}

/**
 * Trains a network's weights on any loss of any of its layers. The network stays as it was: give the weights of a checkpoint to
 * its builder. Batch normalisation uses its stored means and variances, and there is no dropout.
 * @param images as the network documents its input
 * @returns checkpoints: every `checkpointEvery` steps, and the last one with `ended`
 * @throws NetsError INVALID_ARGUMENT; DIVERGED when the loss is no finite number; `signal.reason` once aborted
 */
export async function* fineTune(
  network: Network,
  images: Images,
  options: FineTuneOptions,
): AsyncGenerator<Checkpoint, void, undefined> {
  const { layers, loss, optimizer, schedule = { kind: 'constant' }, steps, heldOut, checkpointEvery, signal } = options
  check(network, images, options)
  const state = initialState(network, options)
  const batches = options.batches ?? defaultBatches(images.rows, heldOut?.images ?? [], options.seed)
  const done = () =>
    state.stale >= (heldOut?.patience ?? Infinity) ? 'early-stopping' : state.step >= steps ? 'steps' : null
  while (!done()) {
    signal?.throwIfAborted()
    const chosen = batches(state.step)
    const { value, gradients } = batchGradient(network, state.trained, layers, loss, {
      pixels: await chosenPixels(images, chosen),
      images: chosen,
    })
    state.training.push({ step: state.step, loss: value })
    const rate = learningRateAt(optimizer.learningRate, schedule, state.step)
    for (const [name, weight] of state.trained)
      optimizerStep(optimizer, weight, gradients.get(name)!, state.moments.get(name)!, { rate, step: state.step })
    state.step++
    if (heldOut && state.step % heldOut.every === 0) await look(network, images, options, state)
    if (checkpointEvery && state.step % checkpointEvery === 0 && !done()) yield snapshot(network, state)
    await setImmediate()
  }
  yield { ...snapshot(network, state), ended: done()! }
}

interface State {
  step: number
  readonly trained: ReadonlyMap<string, Float32Array>
  readonly moments: ReadonlyMap<string, Moments>
  readonly training: LossPoint[]
  readonly heldOut: LossPoint[]
  best: Checkpoint['best']
  /** Looks since the best one. */
  stale: number
}

const stored = /\.(running_mean|running_var|moving_mean|moving_variance)$/

function initialState(network: Network, { layers, optimizer, frozen, resume, heldOut }: FineTuneOptions): State {
  const names = machineOf(network)
    .weightsBehind(layers)
    .filter((name) => !stored.test(name) && !frozen?.(name))
  if (names.length === 0) throw invalid('at least one weight that is not frozen', 'frozen', 'all')
  const weights = resume?.weights ?? network.weights
  const trained = new Map(names.map((name) => [name, weights.get(name)!.data.slice()]))
  const start = (name: string) =>
    resume?.moments.get(name)?.map((moment) => moment.slice()) ?? noMoments(optimizer, trained.get(name)!.length)
  const { step = 0, training = [], heldOut: looks = [], best } = resume ?? {}
  return {
    step,
    trained,
    moments: new Map(names.map((name) => [name, start(name)])),
    training: [...training],
    heldOut: [...looks],
    best,
    stale: heldOut && best ? looks.filter((look) => look.step > best.step).length : 0,
  }
}

/** The loss of the held-out images, all at once. */
async function look(
  network: Network,
  images: Images,
  { layers, loss, heldOut, signal }: FineTuneOptions,
  state: State,
) {
  const chosen = Int32Array.from(heldOut!.images)
  const outputs = await collectFeatures(
    network,
    { data: await chosenPixels(images, chosen), rows: chosen.length, cols: images.cols },
    { layers, weights: state.trained, ...(signal ? { signal } : {}) },
  )
  const { value } = loss(outputs, chosen)
  state.heldOut.push({ step: state.step, loss: value })
  if (!state.best || value < state.best.loss) {
    state.best = { step: state.step, loss: value, weights: weightsOf(network, state) }
    state.stale = 0
  } else state.stale++
}

async function chosenPixels(images: Images, chosen: Int32Array): Promise<Float32Array> {
  const pixels = new Float32Array(chosen.length * images.cols)
  for (const [k, image] of chosen.entries()) pixels.set(await readImages(images, image, 1), k * images.cols)
  return pixels
}

function weightsOf(network: Network, { trained }: State): Weights {
  return new Map(
    [...network.weights].map(([name, weight]) => {
      const data = trained.get(name)
      return [name, data ? { shape: weight.shape, data: data.slice() } : weight]
    }),
  )
}

function snapshot(network: Network, state: State): Checkpoint {
  const { step, moments, training, heldOut, best } = state
  return {
    step,
    weights: weightsOf(network, state),
    moments: new Map([...moments].map(([name, all]) => [name, all.map((moment) => moment.slice())])),
    training: [...training],
    heldOut: [...heldOut],
    ...(best ? { best } : {}),
  }
}

function check(network: Network, images: Images, options: FineTuneOptions): void {
  const { layers, optimizer, schedule, steps, heldOut, resume } = options
  checkImages(network, images)
  if (layers.length === 0) throw invalid('at least one layer', 'layers', 'none')
  layers.forEach((layer, k) => layerOf(network, layer, `layers[${k}]`))
  checkOptimizer(optimizer)
  if (schedule) checkSchedule(schedule)
  const counts = { steps, checkpointEvery: options.checkpointEvery, every: heldOut?.every, patience: heldOut?.patience }
  for (const [name, count] of Object.entries(counts))
    if (count !== undefined && (!Number.isInteger(count) || count < 1))
      throw invalid('an integer of at least 1', name, count)
  for (const name of resume ? network.weights.keys() : [])
    if (resume!.weights.get(name)?.data.length !== network.weights.get(name)!.data.length)
      throw invalid("the network's weights", 'resume.weights', `another ${name}`)
}
