import { digitNetSteps, initialDigitNetWeights, type TrainStep, type Weights } from '@likeness/nets'
import { params } from '../params.js'
import { decodeTraining, encodeTraining, trainingKey, type Progressed } from './checkpoint.js'
import { evaluate, type EpochScores } from './evaluate.js'
import type { TrainingSet } from './training-set.js'

/** What the training left. */
export interface Training {
  readonly kind: TrainingSet['kind']
  /** Images trained on and held out. */
  readonly n: { readonly training: number; readonly heldOut: number }
  readonly epochs: number
  /** Before the first epoch (epoch 0) and after each. */
  readonly curve: readonly EpochScores[]
  readonly weights: Weights
  /** Where an earlier run had stopped; `undefined` for one from scratch. */
  readonly resumedAt: { readonly epoch: number; readonly step: number } | undefined
}

/** How to train. */
export interface TrainingOptions {
  readonly seed: number
  readonly epochs: number
  /** What else decides the bits: the backend and the instruction set. */
  readonly machine: string
}

interface Run {
  readonly signal: AbortSignal
  readonly onProgress: (fraction: number, detail?: string) => void
  readonly checkpoint?: {
    readonly read: () => Promise<Uint8Array | undefined>
    readonly write: (content: Uint8Array) => Promise<void>
  }
}

/**
 * Trains the digit network from scratch and scores it after each epoch. Where it is stands in the checkpoint, every so many
 * steps and when it is aborted, between two batches; a run with the same set and options goes on from there and has the bits
 * of one that was never stopped.
 * @throws `signal.reason` once aborted
 */
export async function train(set: TrainingSet, options: TrainingOptions, run: Run): Promise<Training> {
  const { seed, epochs } = options
  const { images, labels } = set.training
  const key = trainingKey(set, options)
  const before = decodeTraining(await run.checkpoint?.read(), key)
  const curve = before ? [...before.curve] : [await evaluate(initialDigitNetWeights(seed), set, 0, run.signal)]
  const { batch, learningRate, momentum, checkpointEvery } = params.train
  const settings = { seed, epochs, batch, learningRate, momentum, ...(before && { from: before.state }) }
  let weights = before?.state.weights
  // A run that was stopped at the end of an epoch had not scored it.
  if (before && isUnscored(before, Math.ceil(images.rows / batch)))
    curve.push(await evaluate(before.state.weights, set, curve.length, run.signal))
  for await (const step of digitNetSteps(images, labels, settings)) {
    run.onProgress((step.epoch + step.step / step.steps) / epochs, liveLine(step, epochs))
    const isLast = step.step === step.steps
    if (isLast || run.signal.aborted || step.step % checkpointEvery === 0)
      await run.checkpoint?.write(encodeTraining({ state: step.state(), curve }, key))
    run.signal.throwIfAborted()
    if (isLast) curve.push(await evaluate((weights = step.state().weights), set, step.epoch + 1, run.signal))
  }
  const n = { training: images.rows, heldOut: set.heldOut.images.rows }
  const resumedAt = before && { epoch: before.state.epoch + 1, step: before.state.step }
  return { kind: set.kind, n, epochs, curve, weights: weights!, resumedAt }
}

const isUnscored = ({ state, curve }: Progressed, steps: number) =>
  state.step === steps && curve.length === state.epoch + 1

const liveLine = ({ epoch, loss, accuracy }: TrainStep, epochs: number) =>
  `epoch ${epoch + 1} of ${epochs}, loss ${loss.toFixed(3)}, accuracy ${(100 * accuracy).toFixed(1)} %`
