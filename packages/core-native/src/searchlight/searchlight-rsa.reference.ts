import type { Matrix } from '../runtime/matrix.js'
import type { Pace } from '../runtime/run-kernel.js'
import { averageRanks, inverseOfCorrelations, type Models } from './model-relations.js'
import { isPartial, isRanked, type RsaComparison } from './rsa-comparison.js'
import type { SearchlightProblem } from './searchlight-problem.js'
import { nnlsReference } from './nnls.reference.js'
import { sphereRdm } from './sphere.reference.js'

/** The specification of `searchlightRsa`: each centre on its own, in naive float64. */
export async function searchlightRsaReference(
  problem: SearchlightProblem,
  models: Models,
  comparison: RsaComparison,
  out: { readonly values: Float64Array; readonly best: Int32Array },
  pace: Pace,
): Promise<void> {
  const rows = rowsOf(models, problem.pairs)
  for (let center = 0; center < out.best.length; center++) {
    const found = compare(sphereRdm(problem, center), rows, comparison)
    out.values.set(found, center * models.count)
    out.best[center] = largestOf(found)
    await pace((center + 1) / out.best.length)
  }
}

/** The same of RDMs that are given, rdms x pairs. */
export function compareRdmsReference(
  rdms: Matrix<Float64Array>,
  models: Matrix<Float64Array>,
  comparison: RsaComparison,
) {
  const rows = (m: Matrix<Float64Array>) =>
    Array.from({ length: m.rows }, (_, k) => m.data.subarray(k * m.cols, (k + 1) * m.cols))
  const found = rows(rdms).map((rdm) => compare(rdm, rows(models), comparison))
  return {
    values: { data: Float64Array.from(found.flat()), rows: rdms.rows, cols: models.rows },
    best: Int32Array.from(found, largestOf),
  }
}

const largestOf = (values: readonly number[]) =>
  values.reduce((best, value, m) => (value > (values[best] ?? -Infinity) ? m : best), -1)

export const rowsOf = (models: Models, pairs: number) =>
  Array.from({ length: models.count }, (_, m) => models.rdms.subarray(m * pairs, (m + 1) * pairs))

function compare(rdm: Float64Array, models: readonly Float64Array[], comparison: RsaComparison): number[] {
  if (rdm.some(Number.isNaN)) return models.map(() => NaN)
  if (comparison === 'nnls') return nnlsReference(models, rdm)
  if (comparison === 'tau-a') return models.map((model) => tauA(rdm, model))
  if (isPartial(comparison)) return partial([rdm, ...models], comparison)
  const own = compared(rdm, comparison)
  return models.map((model) => similarity(own, compared(model, comparison)))
}

/** An RDM as a comparison takes it: ranked, centred, or as it is; its norm, which is NaN where a cell is. */
export interface ComparedRdm {
  readonly cells: Float64Array
  readonly norm: number
}

export function compared(rdm: Float64Array, comparison: RsaComparison): ComparedRdm {
  if (rdm.some(Number.isNaN)) return { cells: rdm, norm: NaN }
  const ranked = isRanked(comparison) ? averageRanks(rdm) : rdm
  const cells = comparison === 'cosine' ? ranked : centred(ranked)
  return { cells, norm: Math.sqrt(dot(cells, cells)) }
}

/** Correlation or cosine of two RDMs; NaN where one is constant (zero, for the cosine). */
export function similarity(x: ComparedRdm, y: ComparedRdm): number {
  const norm = x.norm * y.norm
  return norm === 0 || Number.isNaN(norm) ? NaN : Math.min(1, Math.max(-1, dot(x.cells, y.cells) / norm))
}

function tauA(x: Float64Array, y: Float64Array): number {
  let sum = 0
  for (let i = 0; i < x.length; i++)
    for (let j = 0; j < i; j++) sum += Math.sign(x[i]! - x[j]!) * Math.sign(y[i]! - y[j]!)
  return sum / ((x.length * (x.length - 1)) / 2)
}

/** From the inverse of all correlations: -P_0m / sqrt(P_00 P_mm). */
function partial(rows: readonly Float64Array[], comparison: RsaComparison): number[] {
  const n = rows.length
  const all = rows.map((row) => compared(row, comparison))
  const correlations = Float64Array.from(all.flatMap((x) => all.map((y) => similarity(x, y))))
  const inverse = inverseOfCorrelations(correlations, n)
  if (!inverse) return rows.slice(1).map(() => NaN)
  return rows.slice(1).map((_, m) => -inverse[m + 1]! / Math.sqrt(inverse[0]! * inverse[(m + 1) * (n + 1)]!))
}

function centred(values: Float64Array): Float64Array {
  if (values.every((value) => value === values[0])) return new Float64Array(values.length)
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return values.map((value) => value - mean)
}

const dot = (x: Float64Array, y: Float64Array) => x.reduce((sum, value, k) => sum + value * y[k]!, 0)
