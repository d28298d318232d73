import type { ComputeOptions, Matrix } from '@likeness/core-native'
import { digitNet64 } from '@likeness/nets'
import { pearson } from '@likeness/stats'
import { imagesOf, selectImages, type Material } from './material.js'
import { comparedLayers, params, type ComparedLayer } from './params.js'
import { meanRating } from './ratings.js'
import { allCosines, pairCosines, type Pair } from './similarity.js'

/** A printed cosine and the image pairs that have it. */
export interface Recovered {
  readonly printed: number
  /** Pairs whose float64 cosine is within the tolerance, the nearest first. */
  readonly candidates: readonly { readonly pair: Pair; readonly cosine: number }[]
}

/** The stimuli behind printed similarities. */
export interface Recovery {
  readonly recovered: readonly Recovered[]
  /** All pairs of the digit that were searched. */
  readonly searched: number
  /** How many printed values have a pair. */
  readonly matched: number
  /** How many have exactly one. */
  readonly unique: number
  /** Largest |printed - nearest cosine| over all printed values, matched or not. */
  readonly largestDifference: number
  /** Ways to choose one candidate each so that no image stands twice (as the page drew them), and how many were tried. */
  readonly choices: { readonly total: number; readonly tried: number }
  /** Nearest candidates that use no image twice, where there is such a choice; null: no candidate. */
  readonly pairs: readonly (Pair | null)[]
  /** Cosine similarity of `pairs` at every layer. */
  readonly similarities: Readonly<Record<ComparedLayer, readonly number[]>>
  /** Pearson with the mean rating at every layer over all choices tried: at `pairs`, least, most. */
  readonly correlations: Readonly<Record<ComparedLayer, { r: number; least: number; most: number }>>
}

const mostChoices = 100_000

/**
 * Finds the images behind printed cosines: the page prints 20 similarities at fc1 to eight decimals, but not the images.
 * All pairs of the digit are compared in float64 (features and distances); left and right cannot be told apart.
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
  const recovered = ratings.network.map((printed) => match(printed, cosines, indices.length))
  onProgress?.(0.85)
  const { total, choices } = disjointChoices(recovered)
  const matrices = { ...features, pixels: { ...chosen, data: Float64Array.from(chosen.data) } }
  const table = await similarityTable(matrices, recovered, options)
  const nearest = choices[0] ?? recovered.map((r) => (r.candidates.length > 0 ? 0 : -1))
  const human = meanRating(ratings)
  const toImages = ([a, b]: Pair): Pair => [indices[a]!, indices[b]!]
  return {
    recovered: recovered.map((r) => ({
      ...r,
      candidates: r.candidates.map((c) => ({ ...c, pair: toImages(c.pair) })),
    })),
    searched: cosines.length,
    matched: recovered.filter((r) => r.candidates.length > 0).length,
    unique: recovered.filter((r) => r.candidates.length === 1).length,
    largestDifference: Math.max(...recovered.map((r) => r.nearest)),
    choices: { total, tried: choices.length },
    pairs: nearest.map((k, i) => (k < 0 ? null : toImages(recovered[i]!.candidates[k]!.pair))),
    similarities: perLayer((layer) => nearest.map((k, i) => table[layer][i]![k] ?? NaN)),
    correlations: perLayer((layer) => correlationRange(table[layer], choices.length > 0 ? choices : [nearest], human)),
  }
}

type Match = Recovered & { readonly nearest: number }

function match(printed: number, cosines: Float64Array, n: number): Match {
  const candidates: { pair: Pair; cosine: number }[] = []
  let nearest = Infinity
  for (let i = 0, k = 0; i < n; i++)
    for (let j = i + 1; j < n; j++, k++) {
      const difference = Math.abs(cosines[k]! - printed)
      if (difference < nearest) nearest = difference
      if (difference <= params.matchTolerance) candidates.push({ pair: [i, j], cosine: cosines[k]! })
    }
  candidates.sort((a, b) => Math.abs(a.cosine - printed) - Math.abs(b.cosine - printed))
  return { printed, candidates, nearest }
}

/** Choices of one candidate each that use no image twice, nearest candidates first; kept up to `mostChoices`. */
function disjointChoices(recovered: readonly Recovered[]): { total: number; choices: number[][] } {
  const choices: number[][] = []
  let total = 0
  const used = new Set<number>()
  const extend = (chosen: number[]): void => {
    if (total >= mostChoices) return
    if (chosen.length === recovered.length) {
      total++
      choices.push(chosen)
      return
    }
    const { candidates } = recovered[chosen.length]!
    if (candidates.length === 0) return extend([...chosen, -1])
    candidates.forEach(({ pair: [a, b] }, k) => {
      if (used.has(a) || used.has(b)) return
      used.add(a).add(b)
      extend([...chosen, k])
      used.delete(a)
      used.delete(b)
    })
  }
  extend([])
  return { total, choices }
}

/** table[layer][printed value][candidate]: cosine similarities. */
async function similarityTable(
  matrices: Record<ComparedLayer, Matrix<Float64Array>>,
  recovered: readonly Recovered[],
  options: ComputeOptions,
): Promise<Record<ComparedLayer, number[][]>> {
  const pairs = recovered.flatMap((r) => r.candidates.map((c) => c.pair))
  const table = {} as Record<ComparedLayer, number[][]>
  for (const layer of comparedLayers) {
    const flat = await pairCosines(matrices[layer], pairs, options)
    table[layer] = recovered.map((r) => flat.splice(0, r.candidates.length))
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
