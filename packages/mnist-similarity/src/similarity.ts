import { cdist, pdist, type ComputeOptions, type Matrix } from '@likeness/core-native'
import { collectFeatures, type Network } from '@likeness/nets'
import { selectImages, type Images } from './material.js'
import { comparedLayers, params, type ComparedLayer } from './params.js'

/** A pair of images, by index. */
export type Pair = readonly [number, number]

/** Features of the same images at every compared layer, one image per row. */
export type LayerMatrices<T extends Float32Array | Float64Array = Float32Array> = Readonly<
  Record<ComparedLayer, Matrix<T>>
>

/** Features of images at every compared layer; `pixels` are the grey values. */
export async function featuresOf(network: Network, images: Images, signal?: AbortSignal): Promise<LayerMatrices> {
  const layers = comparedLayers.filter((layer) => layer !== 'pixels')
  const features = await collectFeatures(network, images, { layers, batch: params.batch, signal })
  return { ...features, pixels: { ...images, data: Float32Array.from(images.data) } } as unknown as LayerMatrices
}

/**
 * The pairs of the specification: the k-th with the (k + count)-th image of a digit, k = 0 to count - 1, so that no
 * image stands in two pairs.
 * @param indices the digit's images
 * @throws RangeError when the digit has fewer than 2 x count images
 */
export function fixedPairs(indices: readonly number[], count: number, digit: number): Pair[] {
  if (2 * count > indices.length)
    throw new RangeError(
      `Expected at most ${Math.floor(indices.length / 2)} pairs for --pairs (digit ${digit} has ${indices.length} images) but received ${count}`,
    )
  return Array.from({ length: count }, (_, k) => [indices[k]!, indices[k + count]!] as const)
}

// Pairs per call of cdist, of whose block only the diagonal is wanted.
const chunk = 64

/** Cosine similarities of any list of row pairs of a matrix, in float64 on the native core. */
export async function pairCosines(x: Matrix, pairs: readonly Pair[], options?: ComputeOptions): Promise<number[]> {
  const similarities: number[] = []
  for (let start = 0; start < pairs.length; start += chunk) {
    const some = pairs.slice(start, start + chunk)
    const side = (k: 0 | 1) => selectRows(x, some.map((pair) => pair[k])) // prettier-ignore
    const { data } = await cdist(side(0), side(1), 'cosine', options)
    similarities.push(...some.map((_, k) => 1 - data[k * some.length + k]!))
  }
  return similarities
}

function selectRows({ data, cols }: Matrix, rows: readonly number[]): Matrix<Float64Array> {
  const selected = new Float64Array(rows.length * cols)
  rows.forEach((row, k) => selected.set(data.subarray(row * cols, (row + 1) * cols), k * cols))
  return { data: selected, rows: rows.length, cols }
}

/** Cosine similarities of any list of image pairs, at every layer of the network and on the pixels. */
export async function pairSimilarities(
  network: Network,
  images: Images,
  pairs: readonly Pair[],
  options?: ComputeOptions,
): Promise<Record<ComparedLayer, number[]>> {
  const used = [...new Set(pairs.flat())].sort((a, b) => a - b)
  const rowOf = new Map(used.map((index, row) => [index, row]))
  const rows = pairs.map(([a, b]) => [rowOf.get(a)!, rowOf.get(b)!] as const)
  const features = await featuresOf(network, selectImages(images, used), options?.signal)
  const result = {} as Record<ComparedLayer, number[]>
  for (const layer of comparedLayers) result[layer] = await pairCosines(features[layer], rows, options)
  return result
}

/** Cosine similarities of all pairs of rows, in SciPy's condensed order. */
export async function allCosines<T extends Float32Array | Float64Array>(
  x: Matrix<T>,
  options?: ComputeOptions,
): Promise<T> {
  const distances = await pdist(x, 'cosine', options)
  return distances.map((d) => 1 - d) as T
}
