import type { Float, Matrix } from '../runtime/matrix.js'
import { madeMatrix, type FloatType } from './made-matrix.js'

const kinds = 64
const threshold = 0.45

/**
 * Seeded made data like a layer's activations after its rectifier: no value below 0, some four fifths of them 0, rows of
 * some kinds that resemble each other, and norms that vary by a factor of some ten.
 */
export function madeFeatures(type: FloatType, rows: number, cols: number): Matrix<Float> {
  const { data: kind } = madeMatrix('float64', kinds, cols)
  return madeMatrix(type, rows, cols, (normal, row, col) =>
    Math.max(0, scale(row) * (0.6 * kind[(row % kinds) * cols + col]! + 0.8 * normal - threshold)),
  )
}

/** From 1 to 10, evenly on a logarithmic scale (multiples of the golden ratio). */
function scale(row: number): number {
  return 10 ** ((row * 0.6180339887498949) % 1)
}
