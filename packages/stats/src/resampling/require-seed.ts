import { invalid } from '../stats-error.js'

/** @throws {StatsError} unless `seed` is an integer from 0 to 2^64 - 1 (a bigint above 2^53 - 1) */
export function requireSeed(seed: number | bigint): void {
  const fits = typeof seed === 'bigint' ? seed >= 0n && seed < 1n << 64n : Number.isSafeInteger(seed) && seed >= 0
  if (!fits) throw invalid('an integer from 0 to 2^64 - 1 (a bigint above 2^53 - 1)', 'seed', seed)
}
