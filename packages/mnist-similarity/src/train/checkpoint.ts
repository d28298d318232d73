import { createHash } from 'node:crypto'
import { digitNetShapes, type TrainState, type Weights } from '@likeness/nets'
import { params } from '../params.js'
import type { EpochScores } from './evaluate.js'
import type { TrainingOptions } from './train.js'
import type { TrainingSet } from './training-set.js'

/** Where a training is: what the rest of it depends on, and what it has found so far. */
export interface Progressed {
  readonly state: TrainState
  readonly curve: readonly EpochScores[]
}

/** What has to be the same for a training to go on: all that decides its bits. */
export function trainingKey({ kind, training, heldOut }: TrainingSet, options: TrainingOptions): string {
  const hash = createHash('sha256')
  for (const part of [training.images.data, training.labels, heldOut.images.data, heldOut.labels])
    hash.update(`${part.length} `).update(part)
  const { batch, learningRate, momentum } = params.train
  const settings = { ...options, batch, learningRate, momentum, kind }
  return JSON.stringify({ format: 'digit-net-training/1', ...settings, images: hash.digest('hex') })
}

/** JSON; arrays as base64 of little-endian float32. */
export function encodeTraining({ state, curve }: Progressed, key: string): Uint8Array {
  const { weights, velocities, ...at } = state
  const text = { key, ...at, weights: encoded(weights), velocities: encoded(velocities), curve }
  return Buffer.from(JSON.stringify(text))
}

/** What `encodeTraining` wrote; `undefined` for nothing, and for what another training or program wrote. */
export function decodeTraining(content: Uint8Array | undefined, key: string): Progressed | undefined {
  if (!content) return undefined
  const read = parsed(Buffer.from(content).toString())
  if (read?.key !== key) return undefined
  const { epoch, step, loss, correct, curve } = read
  const [weights, velocities] = [decoded(read.weights), decoded(read.velocities)]
  return { state: { epoch, step, loss, correct, weights, velocities }, curve }
}

type Encoded = Readonly<Record<string, string>>
type Content = Omit<TrainState, 'weights' | 'velocities'> & {
  readonly key: string
  readonly weights: Encoded
  readonly velocities: Encoded
  readonly curve: readonly EpochScores[]
}

// With the right key it was written by `encodeTraining`, whole: files are renamed into their place.
function parsed(text: string): Content | undefined {
  try {
    return JSON.parse(text) as Content
  } catch {
    return undefined
  }
}

const encoded = (weights: Weights): Encoded =>
  Object.fromEntries([...weights].map(([name, { data }]) => [name, Buffer.from(data.buffer).toString('base64')]))

const decoded = (weights: Encoded): Weights =>
  new Map(
    Object.entries(digitNetShapes).map(([name, shape]) => {
      const bytes = Uint8Array.from(Buffer.from(weights[name]!, 'base64'))
      return [name, { shape, data: new Float32Array(bytes.buffer) }]
    }),
  )
