#pragma once
// From sums to similarities. For kernel sources only.

#include "distance/finish.h"
#include "rdm/comparison.h"

namespace likeness::LIKENESS_ISA {

static inline bool is_whitened(Comparison c) {
  return c == Comparison::whitened_cosine || c == Comparison::whitened_correlation;
}
static inline bool is_centred(Comparison c) {
  return c == Comparison::pearson || c == Comparison::whitened_correlation;
}
static inline bool is_ranked(Comparison c) { return c == Comparison::spearman || c == Comparison::rho_a; }
static inline bool is_concordance(Comparison c) { return c == Comparison::tau_a || c == Comparison::tau_b; }

static inline double clamped(double r) { return one_nan(r < -1 ? -1 : r > 1 ? 1 : r); }

/** product / (|x| |y|); equal sums of squares are their own root's square, so equal rows give exactly 1. */
static inline double cosine_of(double product, double xx, double x_norm, double yy, double y_norm) {
  return clamped(product / (xx == yy ? xx : x_norm * y_norm));
}

/** Of the product of doubled ranks less their mean: 12 (product / 4) / (n³ - n). */
static inline double rho_a_of(double product, std::int64_t n) {
  const auto count = static_cast<double>(n);
  return clamped(3 * product / (count * (count * count - 1)));
}

static inline double tau_of(Comparison comparison, std::int64_t concordance, std::int64_t n, std::int64_t x_ties,
                            std::int64_t y_ties) {
  const auto pairs = n * (n - 1) / 2;
  const auto value = static_cast<double>(concordance);
  if (comparison == Comparison::tau_a) return clamped(value / static_cast<double>(pairs));
  const auto x = static_cast<double>(pairs - x_ties), y = static_cast<double>(pairs - y_ties);
  return cosine_of(value, x, __builtin_sqrt(x), y, __builtin_sqrt(y));
}

}  // namespace likeness::LIKENESS_ISA
