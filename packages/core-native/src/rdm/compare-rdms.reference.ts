import type { Matrix } from '../runtime/matrix.js'
import type { Pace } from '../runtime/run-kernel.js'
import { isWhitened, type Comparison } from './comparison.js'
import { solveCellCovariance } from './cell-covariance.reference.js'

/** The specification of `compareRdms`: each pair on its own, in naive float64. */
export async function compareRdmsReference(
  a: Matrix,
  b: Matrix,
  comparison: Comparison,
  out: Float64Array,
  pace: Pace,
): Promise<void> {
  for (let k = 0; k < out.length; k++) {
    const [i, j] = [Math.floor(k / b.rows), k % b.rows]
    const [x, y] = [a.data.subarray(i * a.cols, (i + 1) * a.cols), b.data.subarray(j * b.cols, (j + 1) * b.cols)]
    const cells = Array.from(x.keys()).filter((c) => !Number.isNaN(x[c]!) && !Number.isNaN(y[c]!))
    const r = similarity(
      cells.map((cell) => x[cell]!),
      cells.map((cell) => y[cell]!),
      comparison,
      { cells, n: Math.round((1 + Math.sqrt(1 + 8 * a.cols)) / 2) },
    )
    out[k] = Math.min(1, Math.max(-1, r))
    await pace(k / out.length)
  }
}

function similarity(x: number[], y: number[], comparison: Comparison, from: { cells: number[]; n: number }): number {
  const n = x.length
  if (comparison === 'tau-a' || comparison === 'tau-b') return tau(x, y, comparison)
  if (comparison === 'spearman') return cosine(centred(ranks(x)), centred(ranks(y)))
  if (comparison === 'rho-a') return (12 * product(centred(ranks(x)), centred(ranks(y)))) / (n ** 3 - n)
  const isCentred = comparison === 'pearson' || comparison === 'whitened-correlation'
  const [u, v] = isCentred ? [centred(x), centred(y)] : [x, y]
  if (!isWhitened(comparison)) return cosine(u, v)
  const [whiteU, whiteV] = [u, v].map((values) => solveCellCovariance(values, from.cells, from.n)) as [
    number[],
    number[],
  ]
  return product(u, whiteV) / Math.sqrt(product(u, whiteU) * product(v, whiteV))
}

/** The similarity of two RDMs without missing cells. */
export function pairSimilarity(x: number[], y: number[], comparison: Comparison): number {
  const n = Math.round((1 + Math.sqrt(1 + 8 * x.length)) / 2)
  return similarity(x, y, comparison, { cells: Array.from(x.keys()), n })
}

const product = (x: number[], y: number[]) => x.reduce((sum, value, k) => sum + value * y[k]!, 0)
const cosine = (x: number[], y: number[]) => product(x, y) / Math.sqrt(product(x, x) * product(y, y))

/** Constant values are exactly zero, whatever their mean rounds to. */
function centred(x: number[]): number[] {
  if (x.every((value) => value === x[0])) return x.map(() => 0)
  const mean = x.reduce((sum, value) => sum + value, 0) / x.length
  return x.map((value) => value - mean)
}

const ranks = (x: number[]) =>
  x.map((value) => x.reduce((rank, other) => rank + (other < value ? 1 : other === value ? 0.5 : 0), 0.5))

function tau(x: number[], y: number[], comparison: 'tau-a' | 'tau-b'): number {
  let [both, untiedX, untiedY] = [0, 0, 0]
  for (let i = 0; i < x.length; i++)
    for (let j = 0; j < i; j++) {
      const [signX, signY] = [order(x[i]!, x[j]!), order(y[i]!, y[j]!)]
      both += signX * signY
      untiedX += signX ** 2
      untiedY += signY ** 2
    }
  const pairs = (x.length * (x.length - 1)) / 2
  return both / (comparison === 'tau-a' ? pairs : Math.sqrt(untiedX * untiedY))
}

const order = (x: number, y: number) => (x > y ? 1 : x < y ? -1 : 0)
