#pragma once
// From float64 totals to distances of the input's type. For kernel sources only.

#include "distance/panels.h"

namespace likeness::LIKENESS_ISA {

/** NaN has one bit pattern, for processors differ in what they propagate. */
static inline double one_nan(double d) { return d == d ? d : __builtin_nan(""); }

/**
 * 1 - product / (|x| |y|), in [0, 2]; equal sums of squares are their own root's square, so equal rows give exactly 0.
 */
static inline double from_product(double product, double xx, double x_norm, double yy, double y_norm) {
  const double norm = xx == yy ? xx : x_norm * y_norm;
  const double distance = 1 - product / norm;
  return distance < 0 ? 0 : distance > 2 ? 2 : distance;
}

/** Row i of x against rows [j, j + count) of y. */
template <class T>
static void finish_row(Metric metric, const double* totals, const Panels<T>& x, std::int64_t i, const Panels<T>& y,
                       std::int64_t j, std::int64_t count, T* __restrict out) {
  if (is_normalised(metric)) {
    const double xx = x.squares[i], x_norm = x.norms[i];
    const double *yy = y.squares + j, *y_norm = y.norms + j;
    for (std::int64_t k = 0; k < count; ++k)
      out[k] = static_cast<T>(one_nan(from_product(totals[k], xx, x_norm, yy[k], y_norm[k])));
  } else if (metric == Metric::euclidean) {
    for (std::int64_t k = 0; k < count; ++k) out[k] = static_cast<T>(one_nan(__builtin_sqrt(totals[k])));
  } else {
    for (std::int64_t k = 0; k < count; ++k) out[k] = static_cast<T>(one_nan(totals[k]));
  }
}

}  // namespace likeness::LIKENESS_ISA
