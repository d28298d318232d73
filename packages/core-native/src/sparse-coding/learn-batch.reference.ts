import type { Float, Matrix } from '../runtime/matrix.js'
import type { Pace } from '../runtime/run-kernel.js'
import { istaStatuses, type CheckedConstants } from './ista-options.js'
import { iterate, meanSquares, residuals, takeBatch, update } from './ista.reference.js'

/** Where one step of learning writes to; `outcome` is the number of iterations and the status. */
export interface LearnBatchResults {
  readonly updated: Float
  readonly error: Float64Array
  readonly ratio: Float64Array
  readonly outcome: Int32Array
}

/** The specification of one step of `learnDictionary`, float64. */
export async function learnBatchReference(
  x: Matrix,
  rows: readonly number[],
  dictionary: Matrix,
  constants: CheckedConstants,
  learningRate: number,
  out: LearnBatchResults,
  pace: Pace,
): Promise<void> {
  const batch = takeBatch(x, rows, constants)
  const phi = { ...dictionary, data: withUnitColumns(dictionary) }
  const run = await iterate(batch, phi, constants, pace)
  const learns = run.status === 'converged' || run.status === 'converged-at-start'
  const codes = learns ? update(batch, phi, run.codes, constants) : run.before
  const errors = residuals(batch, phi, codes)
  out.error[0] = meanSquares(errors, batch).reduce((sum, error) => sum + error, 0) / batch.rows
  out.ratio[0] = run.ratios.at(-1)!
  out.outcome.set([run.ratios.length, istaStatuses.indexOf(run.status)])
  out.updated.set(learns ? phi.data.map((value, k) => value + learningRate * gradient(k)) : phi.data)

  function gradient(k: number): number {
    const [f, j] = [Math.floor(k / phi.cols), k % phi.cols]
    let sum = 0
    for (let i = 0; i < batch.rows; i++) sum += errors[i * batch.cols + f]! * codes[i * phi.cols + j]!
    return sum
  }
}

function withUnitColumns({ data, cols }: Matrix): Float64Array {
  const squares = new Float64Array(cols)
  data.forEach((value, k) => (squares[k % cols]! += value * value))
  return Float64Array.from(data, (value, k) => value / Math.max(Math.sqrt(squares[k % cols]!), 1e-8))
}
