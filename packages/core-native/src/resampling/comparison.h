#pragma once

#include "rdm/comparison.h"

namespace likeness {

/** By sums of products of values; the others are by ranks. */
constexpr bool by_moments(Comparison c) { return c == Comparison::pearson || c == Comparison::cosine; }

/** Kendall's. */
constexpr bool by_order(Comparison c) { return c == Comparison::tau_a || c == Comparison::tau_b; }

}  // namespace likeness
