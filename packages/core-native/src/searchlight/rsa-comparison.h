#pragma once

namespace likeness {

/** `rsa-comparison.ts` sends the index. */
enum class RsaComparison : int { pearson = 0, spearman, cosine, tau_a, partial_pearson, partial_spearman, nnls };

/** Ranks instead of dissimilarities. */
inline bool is_ranked(RsaComparison c) {
  return c == RsaComparison::spearman || c == RsaComparison::partial_spearman;
}

/** Sums of products of centred doubled ranks stay below 2^24, where float32 holds every integer: n(n² - 1)/3 is their
 * largest. */
inline bool ranks_fit_float32(long long n) { return n * (n * n - 1) / 3 < (1 << 24); }

}  // namespace likeness
