#pragma once
// From products of the tile unit to distances with their errors. For kernel sources only.

#include "distance/fast-error.h"

namespace likeness::LIKENESS_ISA {

/** Squared distances below this part of |x|² + |y|² are computed again, from differences. */
inline constexpr double kNear = 1e-3;

struct FastOut {
  float* distances;
  float* errors;
};

static void finish_normalised(const FastError& error, double slack, const double* y_slack, std::int64_t count,
                              const double* products, FastOut out) {
  slack += error.product;
  for (std::int64_t k = 0; k < count; ++k) {
    const double bound = slack + y_slack[k], distance = 1 - products[k];
    const double inside = distance < 0 ? 0 : distance > 2 ? 2 : distance;
    put(bound == bound ? inside : bound, bound, out.distances + k, out.errors + k);
  }
}

static double squared_differences(const float* x, const float* y, std::int64_t cols) {
  double sum[8] = {};
  std::int64_t k = 0;
  const auto add = [&](int l) {
    const double d = static_cast<double>(x[k + l]) - static_cast<double>(y[k + l]);
    sum[l] += d * d;
  };
  for (; k + 8 <= cols; k += 8)
    for (int l = 0; l < 8; ++l) add(l);
  for (int l = 0; l < cols - k; ++l) add(l);
  return ((sum[0] + sum[4]) + (sum[2] + sum[6])) + ((sum[1] + sum[5]) + (sum[3] + sum[7]));
}

/**
 * Leaves -1 in `products` where differences must decide: near pairs, and rows with an infinity. Elsewhere an error of
 * at most a tenth of the square is left, so that its root errs by at most error / (1.9 root).
 */
template <bool root>
static void finish_squares(const FastError& error, const SplitRows& x, std::int64_t i, const SplitRows& y,
                           std::int64_t j, std::int64_t count, double* products, FastOut out) {
  const double xx = x.squares[i], x_norm = 2 * error.product * x.norms[i], x_scale = 2 * x.scales[i];
  const double *yy = y.squares + j, *y_norm = y.norms + j, *y_scale = y.scales + j;
  for (std::int64_t k = 0; k < count; ++k) {
    const double both = xx + yy[k], square = both - products[k] * (x_scale * y_scale[k]);
    const double bound = x_norm * y_norm[k] + error.squares * both;
    const double distance = root ? __builtin_sqrt(square) : square;
    products[k] = square <= kNear * both || both == __builtin_inf() ? -1 : square;
    put(distance, root ? bound / (1.9 * distance) : bound, out.distances + k, out.errors + k);
  }
  for (std::int64_t k = 0; k < count; ++k) {
    if (products[k] != -1) continue;
    const double square = squared_differences(x.x + i * x.cols, y.x + (j + k) * y.cols, x.cols);
    const double distance = root ? __builtin_sqrt(square) : square;
    put(distance, error.direct * distance, out.distances + k, out.errors + k);
  }
}

/** Row i of x against rows [j, j + count) of y; overwrites the products. */
static void finish_fast(const FastError& error, const SplitRows& x, std::int64_t i, const SplitRows& y, std::int64_t j,
                        std::int64_t count, double* products, FastOut out) {
  if (is_normalised(x.metric))
    finish_normalised(error, x.slack[i], y.slack + j, count, products, out);
  else if (x.metric == Metric::euclidean)
    finish_squares<true>(error, x, i, y, j, count, products, out);
  else
    finish_squares<false>(error, x, i, y, j, count, products, out);
}

/** Errors of the default kernel's distances; slack (null: none) is what the rows' means add. */
static void default_errors(Metric metric, std::int64_t cols, double x_slack, const double* y_slack, std::int64_t count,
                           FastOut out) {
  const double chain = default_chain(cols);
  const double least = static_cast<double>(cols) * 0x1p-149;  // what float32 products lose below its range
  const double least_root = __builtin_sqrt(least);
  for (std::int64_t k = 0; k < count; ++k) {
    const double distance = static_cast<double>(out.distances[k]);
    double error = 3 * chain + (y_slack ? x_slack + y_slack[k] : 0);
    if (!is_normalised(metric)) {
      error = 2.001 * chain * distance;
      error += metric == Metric::sqeuclidean ? least : least / (distance > least_root ? distance : least_root);
    }
    float same;
    put(distance, error, &same, out.errors + k);
  }
}

}  // namespace likeness::LIKENESS_ISA
