import type { Matrix } from '../runtime/matrix.js'
import type { Pace } from '../runtime/run-kernel.js'
import type { Shape3 } from '../searchlight/volume.js'
import { clustersReference } from './clusters.reference.js'
import { isFlipped, type SignFlips } from './sign-flips.js'
import type { CheckedStatistic } from './statistic.js'
import type { Tail } from './tail.js'
import { tfceReference } from './tfce.reference.js'

export interface InferenceProblem {
  readonly maps: Matrix
  readonly shape: Shape3
  /** Flat indices, and the column of `maps` of each. */
  readonly voxels: Int32Array
  readonly columns: Int32Array
  readonly statistic: CheckedStatistic
  readonly tail: Tail
  readonly flips: SignFlips
}

export interface InferenceResults {
  readonly t: Float64Array
  readonly scores: Float64Array
  readonly maxima: Float64Array
}

const noPace = () => {}
const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0)

/** The specification of `volumeInference`: each flip's t map and statistic on its own. */
export async function volumeInferenceReference(
  problem: InferenceProblem,
  out: InferenceResults,
  pace: Pace,
): Promise<void> {
  for (let flip = 0; flip < problem.flips.count; flip++) {
    const t = Float64Array.from(problem.columns, (column) => flippedT(problem, flip, column))
    const scores = await scoresOf(problem, t)
    if (flip === 0) {
      out.t.set(t)
      out.scores.set(scores)
    }
    out.maxima[flip] = largest(problem, scores)
    await pace(flip / problem.flips.count)
  }
}

function flippedT({ maps, flips }: InferenceProblem, flip: number, column: number): number {
  const n = maps.rows
  const x = Array.from({ length: n }, (_, i) => {
    const value = maps.data[i * maps.cols + column]!
    return isFlipped(flips, n, flip, i) ? -value : value
  })
  const mean = sum(x) / n
  const variance = sum(x.map((value) => (value - mean) ** 2)) / (n - 1)
  return mean / Math.sqrt(variance / n)
}

async function scoresOf({ shape, voxels, statistic, tail }: InferenceProblem, t: Float64Array): Promise<Float64Array> {
  const field = { shape, voxels, values: t }
  const scores = new Float64Array(t.length)
  if (statistic.name === 'voxel') return t
  if (statistic.name === 'tfce') {
    await tfceReference(field, { ...statistic, tail, step: 0 }, scores, noPace)
    return scores
  }
  const labels = new Int32Array(t.length)
  await clustersReference(field, { ...statistic, tail }, labels, new Int32Array(2), noPace)
  const shares = t.map((value) => (statistic.name === 'cluster-size' ? 1 : Math.abs(value) - statistic.subtracted))
  const totals = new Map<number, number>()
  labels.forEach((label, v) => totals.set(label, (totals.get(label) ?? 0) + shares[v]!))
  return scores.map((_, v) => (labels[v] ? Math.sign(t[v]!) * totals.get(labels[v]!)! : 0))
}

/** For clusters and TFCE a map without any scores 0. */
function largest({ statistic, tail }: InferenceProblem, scores: Float64Array): number {
  const none = statistic.name === 'voxel' ? -Infinity : 0
  return scores.reduce((most, score) => Math.max(most, inTail(score, tail)), none)
}

/** A score as the tail counts it. */
export const inTail = (score: number, tail: Tail): number =>
  tail === 'positive' ? score : tail === 'negative' ? -score : Math.abs(score)
