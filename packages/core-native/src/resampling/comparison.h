#pragma once

namespace likeness {

/** How two RDMs are compared; the order of `comparisons` in comparison.ts. */
enum class RsaComparison : int { pearson, spearman, tau_a, tau_b, rho_a, cosine };

constexpr bool by_moments(RsaComparison c) { return c == RsaComparison::pearson || c == RsaComparison::cosine; }
constexpr bool by_order(RsaComparison c) { return c == RsaComparison::tau_a || c == RsaComparison::tau_b; }

}  // namespace likeness
