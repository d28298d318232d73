import type { CorrelationTest, CorrelationTestOptions } from './pearson-test.js'
import { testCorrelation } from './pearson-test.js'
import { spearman } from './spearman.js'

/**
 * Spearman's correlation, tested against zero by the t approximation with n - 2 degrees of freedom (as SciPy does; use
 * `correlate` for an exact-in-principle permutation test below some 10 cases), with the interval of Bonett & Wright
 * 2000: Fisher's, with variance (1 + rho^2 / 2) / (n - 3).
 * @param x and @param y n >= 2 numbers each
 * @returns NaN estimate, p and bounds when x or y is constant or holds a NaN; p = 1 at n = 2
 * @throws {StatsError} when the lengths differ, n < 2, or an option is wrong
 */
export function spearmanTest(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  options: CorrelationTestOptions = {},
): CorrelationTest {
  const rho = spearman(x, y)
  return testCorrelation(['spearman', rho, x.length], 1 + (rho * rho) / 2, options)
}
