import type { Matrix } from '../runtime/matrix.js'
import type { Benchmark, BenchmarkCase } from '../testing/benchmark.js'
import { fullMantissa, madeMatrix } from '../testing/made-matrix.js'
import { sampledCheck } from '../testing/sampled-check.js'
import { noisePrecision, type NoisePrecision } from './index.js'

/** Precision times covariance at (0, 0) is 1: what is left of it, from the first row of each. */
function atFirst({ precision, covariance }: NoisePrecision): number {
  return precision.data.subarray(0, precision.cols).reduce((sum, value, k) => sum + value * covariance.data[k]!, 0)
}

function measured(shrinkage: 'ledoit-wolf' | 'diagonal', rows: number, channels: number) {
  return (): BenchmarkCase<NoisePrecision> => {
    const residuals: Matrix<Float64Array> = madeMatrix('float64', rows, channels, fullMantissa)
    const rsatoolbox = { name: 'rsatoolbox', threaded: true }
    return {
      label: `${shrinkage} float64, ${rows} rows, ${channels} channels`,
      type: 'float64',
      inputs: { residuals },
      parameters: { function: 'noise', shrinkage },
      operations: rows * channels ** 2 * (shrinkage === 'diagonal' ? 2 : 1) + channels ** 3,
      run: (threads) => noisePrecision(residuals, { shrinkage, threads }),
      check: () => ({
        ...sampledCheck<NoisePrecision>(new Map([[0, 1]]), (result) => [atFirst(result)]),
        theirs: () => '',
      }),
      peers: shrinkage === 'diagonal' ? [rsatoolbox] : [{ name: 'sklearn', threaded: true }, rsatoolbox],
    }
  }
}

export const benchmark: Benchmark<NoisePrecision> = {
  name: 'noise-precision',
  peerScript: 'rdm.py',
  cases: [measured('ledoit-wolf', 600, 500), measured('diagonal', 600, 500)],
  checkTitle: 'error',
  checkNote: 'of ours: |(precision x covariance) - 1| at (0, 0)',
  peerNotes: {
    sklearn: 'sklearn.covariance.LedoitWolf().fit(x).precision_',
    rsatoolbox: 'rsatoolbox.data.noise.prec_from_residuals',
  },
}
