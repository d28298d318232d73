#pragma once

namespace likeness {

/** `comparison.ts` sends the index. */
enum class Comparison : int {
  pearson = 0,
  spearman,
  tau_a,
  tau_b,
  rho_a,
  cosine,
  whitened_cosine,
  whitened_correlation
};
inline constexpr int kComparisons = 8;

}  // namespace likeness
