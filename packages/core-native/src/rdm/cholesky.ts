import { CoreNativeError } from '../runtime/errors.js'
import { allocate } from '../runtime/matrix.js'
import type { CheckedOptions } from '../runtime/options.js'
import { runKernel } from '../runtime/run-kernel.js'
import { choleskyReference } from './cholesky.reference.js'

/** What to make of a symmetric n x n matrix, of which the upper triangle is read. */
export interface CholeskyTask {
  readonly data: Float64Array
  readonly n: number
  /** Its name in errors. */
  readonly name: string
}

/** U, upper triangular, with U'U the matrix. @throws CoreNativeError INVALID_ARGUMENT where it is not positive definite */
export const choleskyFactor = (task: CholeskyTask, options: CheckedOptions) => run(task, false, options)

/** The inverse. @throws CoreNativeError INVALID_ARGUMENT where the matrix is not positive definite */
export const choleskyInverse = (task: CholeskyTask, options: CheckedOptions) => run(task, true, options)

async function run({ data, n, name }: CholeskyTask, inverse: boolean, options: CheckedOptions): Promise<Float64Array> {
  const out = allocate(Float64Array, n * n, 'the Cholesky factor')
  const pivot = Int32Array.of(-1)
  const args = { x: data, n, inverse, out, pivot }
  await runKernel(
    {
      name: 'cholesky',
      args,
      reference: async (pace) => void (pivot[0] = await choleskyReference(data, n, inverse, out, pace)),
    },
    options,
  )
  if (pivot[0]! < 0) return out
  throw new CoreNativeError(
    'INVALID_ARGUMENT',
    `Expected a positive definite matrix for ${name} but received one whose pivot ${pivot[0]} is not above 0`,
  )
}
