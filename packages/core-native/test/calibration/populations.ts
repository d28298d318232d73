import { philox, type Matrix, type Philox } from '../../src/index.js'
import { mixed, noiseVector, rdmOf, stack } from './simulate.js'

const channels = 6

/** Subjects' RDMs and one model. */
export interface Sample {
  readonly rdms: Matrix<Float64Array>
  readonly model: Matrix<Float64Array>
}

/** A population that samples of some subjects and conditions come from. */
export type Population = (random: Philox, subjects: number, conditions: number) => Sample

const fixed = philox(1)
const truth = rdmOf(noiseVector(fixed, 10 * channels), 10)
const beside = rdmOf(noiseVector(fixed, 10 * channels), 10)

/** The ten conditions' true RDM, what the best model would be. */
export const trueRdm = stack([truth])

/** Subjects vary around the true RDM of ten conditions, cell by cell; the model has to do with it in part. */
export const ofSubjects =
  (related: boolean, spread: number): Population =>
  (random, subjects) => ({
    rdms: stack(
      Array.from({ length: subjects }, () => mixed(truth, related ? 1 : 0, noiseVector(random, truth.length), spread)),
    ),
    model: stack([mixed(truth, 1, beside, 1)]),
  })

/**
 * Conditions are drawn, with patterns on some channels; the model knows these patterns in part (`related`) or not at all.
 * Each subject measures them with noise, and weights the channels in its own way by `own`.
 */
export const ofConditions =
  (related: boolean, own: number): Population =>
  (random, subjects, conditions) => {
    const draw = () => noiseVector(random, conditions * channels)
    const patterns = draw()
    const subject = () => {
      const weights = noiseVector(random, channels)
      return rdmOf(
        mixed(
          patterns.map((v, k) => v * (1 + own * weights[k % channels]!)),
          1,
          draw(),
          0.5,
        ),
        conditions,
      )
    }
    const model = rdmOf(mixed(patterns, related ? 1 : 0, draw(), 1), conditions)
    return { rdms: stack(Array.from({ length: subjects }, subject)), model: stack([model]) }
  }
