import { philox } from '@likeness/core-native'
import { digitNet64 } from '@likeness/nets'
import type { Material } from '../src/material.js'
import { drawDigit } from '../src/sample/draw-digit.js'
import { sampleWeights } from '../src/sample/sample.js'
import { naiveCosine, row } from './naive.js'

/**
 * Drawn eights between other digits, so that an image's index is not its place among the eights, and a function that
 * prints the cosine of two images at fc1 as the page does. `rows[i]` draws image i; equal numbers draw equal images.
 */
export async function madeEights(rows: readonly number[]) {
  const weights = sampleWeights()
  const labels = Uint8Array.from(rows, (_, i) => (i % 4 === 1 ? 3 : 8))
  const data = new Uint8Array(rows.length * 784)
  rows.forEach((stream, i) => data.set(drawDigit(labels[i]!, philox(5, stream)), i * 784))
  const { fc1 } = await digitNet64(weights, data)
  const print = ([a, b]: readonly [number, number]) => Number(naiveCosine(row(fc1, a), row(fc1, b)).toFixed(8))
  const material = (network: number[], raters: number[][]): Material => ({
    ...{ weights, images: { data, rows: rows.length, cols: 784 }, labels },
    ratings: { digit: 8, raters, network },
  })
  return { material, print }
}
