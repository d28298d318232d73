#pragma once
// Exact keys of a few pairs of rows: float64 differences in the defined order, with the bits that the tiles give on
// float64 panels. For kernel sources only.

#include "distance/row-form.h"

namespace likeness::LIKENESS_ISA {

/** At most so many pairs' chains run side by side, to hide the delay of a fused step. */
inline constexpr int kTogether = 8;

/** Rows to compare, pair by pair, with their forms. */
template <class T>
struct RowPairs {
  const T *x[kTogether], *y[kTogether];
  const RowForm *x_form[kTogether], *y_form[kTogether];
};

template <Metric metric>
static inline double key_step(double sum, double d) {
  if constexpr (metric == Metric::cityblock) return sum + __builtin_fabs(d);
  if constexpr (metric == Metric::chebyshev) {
    const double a = __builtin_fabs(d);
    return a <= sum ? sum : sum == sum ? a : sum;
  }
  return __builtin_fma(d, d, sum);
}

template <class T, Metric metric, bool formed, int count>
static void keys_together(const RowPairs<T>& pairs, std::int64_t cols, double* keys) {
  // Differences first: their loop goes along features, in vectors, and leaves the chains little to do.
  alignas(64) double d[count][kSumBlock];
  for (int g = 0; g < count; ++g) keys[g] = 0;
  for (std::int64_t first = 0; first < cols; first += kSumBlock) {
    const auto width = smaller(kSumBlock, cols - first);
    for (int g = 0; g < count; ++g) {
      const T *x = pairs.x[g] + first, *y = pairs.y[g] + first;
      const RowForm &x_form = *pairs.x_form[g], &y_form = *pairs.y_form[g];
      // Rows lie anywhere: their next block is fetched, for the processor's own prefetching follows fewer.
      constexpr auto line = 64 / static_cast<std::int64_t>(sizeof(T));
      for (std::int64_t f = 0; f < width; f += line) __builtin_prefetch(y + kSumBlock + f);
      for (std::int64_t f = 0; f < width; ++f)
        d[g][f] =
            formed ? x_form.value(x[f]) - y_form.value(y[f]) : static_cast<double>(x[f]) - static_cast<double>(y[f]);
    }
    double sum[count] = {};
    for (std::int64_t f = 0; f < width; ++f)
#pragma GCC unroll 8
      for (int g = 0; g < count; ++g) sum[g] = key_step<metric>(sum[g], d[g][f]);
    for (int g = 0; g < count; ++g)
      keys[g] = metric == Metric::chebyshev ? key_step<metric>(keys[g], sum[g]) : keys[g] + sum[g];
  }
}

template <class T, int count>
static void keys_of(Metric metric, const RowPairs<T>& pairs, std::int64_t cols, double* keys) {
  if (metric == Metric::cityblock)
    keys_together<T, Metric::cityblock, false, count>(pairs, cols, keys);
  else if (metric == Metric::chebyshev)
    keys_together<T, Metric::chebyshev, false, count>(pairs, cols, keys);
  else if (is_normalised(metric))
    keys_together<T, Metric::sqeuclidean, true, count>(pairs, cols, keys);
  else
    keys_together<T, Metric::sqeuclidean, false, count>(pairs, cols, keys);
}

/** Keys of kTogether pairs, of which the first `wanted` matter. */
template <class T>
static void exact_keys(Metric metric, const RowPairs<T>& pairs, int wanted, std::int64_t cols, double* keys) {
  if (wanted <= 3)
    keys_of<T, 3>(metric, pairs, cols, keys);
  else
    keys_of<T, kTogether>(metric, pairs, cols, keys);
}

/** Compares pairs of rows exactly, a few at a time; done(i, j, key) gets the key of row i of x and row j of y. */
template <class T, class Done>
class Comparison {
 public:
  Comparison(const Runner& runner, Metric metric, const FormedRows<T>& x, const FormedRows<T>& y, Done done)
      : runner_(runner), metric_(metric), x_(x), y_(y), done_(done) {}

  void add(std::int64_t i, std::int64_t j) {
    i_[count_] = i;
    j_[count_++] = j;
    if (count_ == kTogether) finish();
  }

  /** What is left; nothing once the job is cancelled. */
  void finish() {
    if (runner_.cancelled()) count_ = 0;
    if (count_ == 0) return;
    RowPairs<T> pairs;
    for (int g = 0; g < kTogether; ++g) {
      const auto i = i_[g < count_ ? g : 0], j = j_[g < count_ ? g : 0];
      pairs.x[g] = x_.row(i);
      pairs.y[g] = y_.row(j);
      pairs.x_form[g] = &x_.form(i);
      pairs.y_form[g] = &y_.form(j);
    }
    double keys[kTogether];
    exact_keys(metric_, pairs, count_, x_.stride, keys);
    for (int g = 0; g < count_; ++g) done_(i_[g], j_[g], keys[g]);
    count_ = 0;
  }

 private:
  const Runner& runner_;
  const Metric metric_;
  const FormedRows<T> x_, y_;
  const Done done_;
  std::int64_t i_[kTogether], j_[kTogether];
  int count_ = 0;
};

}  // namespace likeness::LIKENESS_ISA
