#pragma once
// Exact keys of one row against a few others: float64 differences in the defined order, with the bits that the tiles
// give on float64 panels. For kernel sources only.

#include "distance/row-form.h"

namespace likeness::LIKENESS_ISA {

/** At most so many rows' chains run side by side, to hide the delay of a fused step. */
inline constexpr int kTogether = 8;

template <Metric metric>
static inline double key_step(double sum, double x, double y) {
  const double d = x - y;
  if constexpr (metric == Metric::cityblock) return sum + __builtin_fabs(d);
  if constexpr (metric == Metric::chebyshev) {
    const double a = __builtin_fabs(d);
    return a <= sum ? sum : sum == sum ? a : sum;
  }
  return __builtin_fma(d, d, sum);
}

template <class T, Metric metric, bool formed, int count>
static void keys_together(const T* x, const RowForm& x_form, const T* const* y, const RowForm* const* y_form,
                          std::int64_t cols, double* keys) {
  for (int g = 0; g < count; ++g) keys[g] = 0;
  for (std::int64_t first = 0; first < cols; first += kSumBlock) {
    double sum[count] = {};
    for (auto f = first; f < smaller(first + kSumBlock, cols); ++f) {
      const double value = formed ? x_form.value(x[f]) : static_cast<double>(x[f]);
#pragma GCC unroll 8
      for (int g = 0; g < count; ++g)
        sum[g] = key_step<metric>(sum[g], value, formed ? y_form[g]->value(y[g][f]) : static_cast<double>(y[g][f]));
    }
    for (int g = 0; g < count; ++g)
      keys[g] = metric == Metric::chebyshev ? key_step<metric>(keys[g], sum[g], 0) : keys[g] + sum[g];
  }
}

template <class T, int count>
static void keys_of(Metric metric, const T* x, const RowForm& x_form, const T* const* y, const RowForm* const* y_form,
                    std::int64_t cols, double* keys) {
  if (metric == Metric::cityblock)
    keys_together<T, Metric::cityblock, false, count>(x, x_form, y, y_form, cols, keys);
  else if (metric == Metric::chebyshev)
    keys_together<T, Metric::chebyshev, false, count>(x, x_form, y, y_form, cols, keys);
  else if (is_normalised(metric))
    keys_together<T, Metric::sqeuclidean, true, count>(x, x_form, y, y_form, cols, keys);
  else
    keys_together<T, Metric::sqeuclidean, false, count>(x, x_form, y, y_form, cols, keys);
}

/** Keys of x against kTogether rows, of which the first `wanted` matter. */
template <class T>
static void exact_keys(Metric metric, const T* x, const RowForm& x_form, const T* const* y,
                       const RowForm* const* y_form, int wanted, std::int64_t cols, double* keys) {
  if (wanted <= 3)
    keys_of<T, 3>(metric, x, x_form, y, y_form, cols, keys);
  else
    keys_of<T, kTogether>(metric, x, x_form, y, y_form, cols, keys);
}

}  // namespace likeness::LIKENESS_ISA
