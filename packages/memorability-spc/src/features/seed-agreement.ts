import type { ComputeOptions } from '@likeness/core-native'
import { pearson } from '@likeness/stats'
import { progressParts } from '../progress-parts.js'
import type { LegacyStream } from './legacy-stream.js'
import { reconstructionErrors, type ReconstructionErrors, type ReconstructionOptions } from './reconstruction-errors.js'
import type { Source } from './source.js'

export interface SeedAgreementOptions extends Omit<ReconstructionOptions, 'stream' | 'checkpoint'>, ComputeOptions {
  /** At least one; the published run's is 0. */
  readonly seeds: readonly number[]
  readonly streamOf: (seed: number) => LegacyStream
  /** Keeps each seed's run for one that goes on after it was killed. */
  readonly keep?: <T>(key: string, make: () => Promise<T>) => Promise<T>
}

/** The same analysis with other units, another start and other batches. */
export interface SeedAgreement {
  readonly seeds: readonly number[]
  readonly runs: readonly ReconstructionErrors[]
  /** Pearson correlations of the targets' errors, seeds x seeds; 1 on the diagonal. */
  readonly correlations: readonly (readonly number[])[]
  /** The smallest correlation of two seeds; NaN of fewer than two. */
  readonly least: number
}

/**
 * Reconstruction errors from several seeds: the units are one random draw, so two runs differ (the released errors and the
 * paper's correlate by some .95).
 * @throws what `reconstructionErrors` throws
 */
export async function seedAgreement(
  targets: Source,
  fillers: Source,
  { seeds, streamOf, onProgress, keep = (_, make) => make(), ...options }: SeedAgreementOptions,
): Promise<SeedAgreement> {
  const parts = progressParts(onProgress, seeds.map(() => 1)) // prettier-ignore
  const runs: ReconstructionErrors[] = []
  for (const [k, seed] of seeds.entries())
    runs.push(
      await keep(`sparse coding, seed ${seed}`, () =>
        reconstructionErrors(targets, fillers, { ...options, ...parts[k], stream: streamOf(seed) }),
      ),
    )
  const correlations = runs.map((a, i) => runs.map((b, j) => (i === j ? 1 : pearson(a.errors, b.errors))))
  const pairs = correlations.flatMap((row, i) => row.slice(0, i))
  return { seeds, runs, correlations, least: pairs.length > 0 ? Math.min(...pairs) : NaN }
}
