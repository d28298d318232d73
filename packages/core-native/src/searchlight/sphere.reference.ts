import type { Float } from '../runtime/matrix.js'
import type { SearchlightProblem } from './searchlight-problem.js'

/** The specification of a neighbourhood's RDM: each pair on its own, in naive float64, members in order. */
export function sphereRdm(problem: SearchlightProblem, center: number): Float64Array {
  const { neighbourhoods, conditions, folds } = problem
  const { offsets, indices } = neighbourhoods
  const members = indices.subarray(Number(offsets[center]), Number(offsets[center + 1]))
  const patterns = Array.from({ length: folds }, (_, fold) =>
    Array.from({ length: conditions }, (_, condition) => pattern(problem, fold, condition, members)),
  )
  const values: number[] = []
  for (let i = 0; i < conditions; i++)
    for (let j = i + 1; j < conditions; j++)
      values.push(
        members.length === 0
          ? NaN
          : problem.metric === 'crossnobis'
            ? crossnobis(patterns, i, j)
            : distance(patterns[0]![i]!, patterns[0]![j]!, problem.metric),
      )
  return Float64Array.from(values)
}

function pattern(
  { betas, places, conditions }: SearchlightProblem,
  fold: number,
  condition: number,
  members: Int32Array,
) {
  const row = places[fold * conditions + condition]!
  return row < 0 ? undefined : Float64Array.from(members, (voxel) => betas.data[row * betas.cols + voxel]!)
}

type Pattern = Float64Array | undefined

function distance(x: Pattern, y: Pattern, metric: string): number {
  const [a, b] = metric === 'correlation' ? [centred(x!), centred(y!)] : [x!, y!]
  if (metric === 'correlation' || metric === 'cosine') {
    const norm = Math.sqrt(dot(a, a)) * Math.sqrt(dot(b, b))
    return norm === 0 ? NaN : Math.min(2, Math.max(0, 1 - dot(a, b) / norm))
  }
  const difference = a.map((value, k) => value - b[k]!)
  const squares = dot(difference, difference)
  return metric === 'euclidean' ? Math.sqrt(squares) : squares
}

function crossnobis(patterns: readonly (readonly Pattern[])[], i: number, j: number): number {
  const differences = patterns
    .map((fold) => [fold[i], fold[j]] as const)
    .filter((pair): pair is readonly [Float64Array, Float64Array] => pair[0] !== undefined && pair[1] !== undefined)
    .map(([x, y]) => x.map((value, k) => value - y[k]!))
  let sum = 0
  for (const [m, a] of differences.entries()) for (const [n, b] of differences.entries()) if (m !== n) sum += dot(a, b)
  const count = differences.length
  return sum / (count * (count - 1) * (differences[0]?.length ?? NaN))
}

function centred(values: Float64Array): Float64Array {
  if (values.every((value) => value === values[0])) return new Float64Array(values.length)
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return values.map((value) => value - mean)
}

const dot = (a: Float | Float64Array, b: Float | Float64Array) => {
  let sum = 0
  for (let k = 0; k < a.length; k++) sum += a[k]! * b[k]!
  return sum
}
