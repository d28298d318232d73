import type { ComputeOptions, Matrix } from '@likeness/core-native'
import { digitNet64 } from '@likeness/nets'
import { pearson } from '@likeness/stats'
import { disjointChoices } from './disjoint-choices.js'
import { matchCosines, type Match } from './match-cosines.js'
import { imagesOf, selectImages, type Material } from './material.js'
import { comparedLayers, params, type ComparedLayer } from './params.js'
import { meanRating } from './ratings.js'
import { allCosines, pairCosines, type Pair } from './similarity.js'

/** The stimuli behind printed similarities. */
export interface Recovery {
  /** Per printed value its candidate pairs, by index of the image. */
  readonly recovered: readonly Match[]
  /** All pairs of the digit that were searched. */
  readonly searched: number
  /** How many printed values have a pair. */
  readonly matched: number
  /** How many have exactly one. */
  readonly unique: number
  /** Largest |printed - nearest cosine| over all printed values, matched or not. */
  readonly largestDifference: number
  /** How many ways there are to choose one candidate each so that no image stands twice (as the page drew them). */
  readonly choices: {
    readonly count: number
    /** false: the search stopped at its limit, and there may be more. */
    readonly all: boolean
  }
  /** Nearest candidates that use no image twice, where there is such a choice; null: no candidate. */
  readonly pairs: readonly (Pair | null)[]
  /** Cosine similarity of `pairs` at every layer; NaN without a pair. */
  readonly similarities: Readonly<Record<ComparedLayer, readonly number[]>>
  /** Pearson with the mean rating at every layer over all choices: at `pairs`, least, most. NaN below 3 pairs. */
  readonly correlations: Readonly<Record<ComparedLayer, { r: number; least: number; most: number }>>
}

/**
 * Finds the images behind printed cosines: the page prints 20 similarities at fc1 to eight decimals, but not the images.
 * All pairs of the digit are compared in float64 (features and distances); left and right cannot be told apart.
 * @throws what the network and the distances throw; `signal.reason` once aborted
 */
export async function recoverPairs(material: Material, { onProgress, ...options }: ComputeOptions): Promise<Recovery> {
  const { ratings, images, labels, weights } = material
  const indices = imagesOf(labels, ratings.digit)
  const chosen = selectImages(images, indices)
  const features = await digitNet64(weights, chosen.data, {
    signal: options.signal,
    onProgress: (fraction) => onProgress?.(0.7 * fraction),
  })
  const cosines = await allCosines(features.fc1, options)
  const matches = ratings.network.map((v) => matchCosines(v, cosines, indices.length, params.matchTolerance))
  onProgress?.(0.85)
  const { choices, all } = disjointChoices(matches.map((m) => m.candidates.map(({ pair }) => pair)))
  const matrices = { ...features, pixels: { ...chosen, data: Float64Array.from(chosen.data) } }
  const table = await similarityTable(matrices, matches, options)
  const nearest = choices[0] ?? matches.map((m) => (m.candidates.length > 0 ? 0 : -1))
  const human = meanRating(ratings)
  const toImages = ([a, b]: Pair): Pair => [indices[a]!, indices[b]!]
  return {
    recovered: matches.map((m) => ({ ...m, candidates: m.candidates.map((c) => ({ ...c, pair: toImages(c.pair) })) })),
    searched: cosines.length,
    matched: matches.filter((m) => m.candidates.length > 0).length,
    unique: matches.filter((m) => m.candidates.length === 1).length,
    largestDifference: Math.max(...matches.map((m) => m.nearest)),
    choices: { count: choices.length, all },
    pairs: nearest.map((k, i) => (k < 0 ? null : toImages(matches[i]!.candidates[k]!.pair))),
    similarities: perLayer((layer) => nearest.map((k, i) => table[layer][i]![k] ?? NaN)),
    correlations: perLayer((layer) => correlationRange(table[layer], choices.length > 0 ? choices : [nearest], human)),
  }
}

/** table[layer][printed value][candidate]: cosine similarities. */
async function similarityTable(
  matrices: Record<ComparedLayer, Matrix<Float64Array>>,
  matches: readonly Match[],
  options: ComputeOptions,
): Promise<Record<ComparedLayer, number[][]>> {
  const pairs = matches.flatMap((m) => m.candidates.map((c) => c.pair))
  const table = {} as Record<ComparedLayer, number[][]>
  for (const layer of comparedLayers) {
    const flat = await pairCosines(matrices[layer], pairs, options)
    table[layer] = matches.map((m) => flat.splice(0, m.candidates.length))
  }
  return table
}

function correlationRange(table: number[][], choices: readonly (readonly number[])[], human: readonly number[]) {
  const correlations = choices.map((choice) => {
    const kept = choice.flatMap((k, i) => (k < 0 ? [] : [i]))
    if (kept.length < 3) return NaN
    return pearson(kept.map((i) => table[i]![choice[i]!]!), kept.map((i) => human[i]!)) // prettier-ignore
  })
  const [least, most] = correlations.reduce(([lo, hi], r) => [Math.min(lo, r), Math.max(hi, r)], [Infinity, -Infinity])
  return { r: correlations[0]!, least: least!, most: most! }
}

function perLayer<V>(value: (layer: ComparedLayer) => V): Record<ComparedLayer, V> {
  return Object.fromEntries(comparedLayers.map((layer) => [layer, value(layer)])) as Record<ComparedLayer, V>
}
