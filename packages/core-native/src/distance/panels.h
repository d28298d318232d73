#pragma once
// The rows of a matrix, transposed in panels of kPanel rows, so that one vector load gives one feature of many rows;
// prepared for the metric (centred, scaled, with their sums of squares). For kernel sources only.

#include "distance/metric.h"
#include "native/simd.h"

namespace likeness::LIKENESS_ISA {

/** The definition of a sum: one chain per output within a block of this many features, blocks added in order. */
inline constexpr std::int64_t kSumBlock = 256;

/** Rows per panel: the same at every level, so work is split alike; a multiple of every vector length. */
inline constexpr std::int64_t kPanel = 32;

static inline std::int64_t smaller(std::int64_t a, std::int64_t b) { return a < b ? a : b; }

template <class T>
struct Panels {
  std::int64_t rows = 0, cols = 0;
  T* data = nullptr;          // [panel][feature][kPanel]; rows beyond the last are zero
  double* squares = nullptr;  // [panel * kPanel], sum of squares; cosine and correlation only

  std::int64_t count() const { return (rows + kPanel - 1) / kPanel; }
  T* panel(std::int64_t p) const { return data + p * cols * kPanel; }
};

/** f(first, last) for each block of features in order; stops, unfinished, once the job is cancelled. */
template <class F>
static void each_block(const Runner& runner, std::int64_t cols, F f) {
  for (std::int64_t first = 0; first < cols; first += kSumBlock) {
    if (first % (64 * kSumBlock) == 0 && runner.cancelled()) return;
    f(first, smaller(first + kSumBlock, cols));
  }
}

template <class T>
static void transpose_panel(const Runner& runner, const Panels<T>& panels, const T* x, std::int64_t p) {
  T* out = panels.panel(p);
  const auto first = p * kPanel;
  const auto used = smaller(kPanel, panels.rows - first);
  each_block(runner, panels.cols, [&](std::int64_t f0, std::int64_t f1) {
    for (std::int64_t r = 0; r < kPanel; ++r)
      for (auto f = f0; f < f1; ++f) out[f * kPanel + r] = r < used ? x[(first + r) * panels.cols + f] : T(0);
  });
}

/** 2^-e with e the exponent of `largest`, so that squares neither overflow nor vanish; exact, so no bit changes. */
static inline double unit_scale(double largest) {
  if (!(largest > 0) || largest > 1.7976931348623157e308) return 1;
  std::int64_t bits = __builtin_bit_cast(std::int64_t, largest);
  std::int64_t exponent = (bits >> 52) - 1023;
  exponent = exponent < -1000 ? -1000 : exponent > 1000 ? 1000 : exponent;
  return __builtin_bit_cast(double, (1023 - exponent) << 52);
}

/** x = (x - shift) * scale, each row with its own, in float64. */
template <class T>
static void shift_and_scale(const Runner& runner, T* x, std::int64_t cols, const double* shift, const double* scale) {
  each_block(runner, cols, [&](std::int64_t f0, std::int64_t f1) {
    for (auto f = f0; f < f1; ++f)
      for (std::int64_t r = 0; r < kPanel; ++r) {
        T& value = x[f * kPanel + r];
        value = static_cast<T>((static_cast<double>(value) - shift[r]) * scale[r]);
      }
  });
}

/** The largest |x - shift| of each row; NaN is passed over. */
template <class T>
static void largest_magnitude(const Runner& runner, const T* x, std::int64_t cols, const double* shift,
                              double* largest) {
  each_block(runner, cols, [&](std::int64_t f0, std::int64_t f1) {
    for (auto f = f0; f < f1; ++f)
      for (std::int64_t r = 0; r < kPanel; ++r) {
        const double d = static_cast<double>(x[f * kPanel + r]) - shift[r];
        const double magnitude = d < 0 ? -d : d;
        largest[r] = magnitude > largest[r] ? magnitude : largest[r];
      }
  });
}

/** The mean of each row, a float64 sum in the defined order for either type, and whether its values differ at all. */
template <class T>
static void row_means(const Runner& runner, const T* x, std::int64_t cols, double* mean, bool* varies) {
  each_block(runner, cols, [&](std::int64_t f0, std::int64_t f1) {
    double sum[kPanel] = {};
    for (auto f = f0; f < f1; ++f)
      for (std::int64_t r = 0; r < kPanel; ++r) {
        sum[r] += static_cast<double>(x[f * kPanel + r]);
        varies[r] |= !(x[f * kPanel + r] == x[r]);
      }
    for (std::int64_t r = 0; r < kPanel; ++r) mean[r] += sum[r];
  });
  for (std::int64_t r = 0; r < kPanel; ++r) mean[r] /= static_cast<double>(cols);
}

/**
 * Takes each row's mean off. A row whose values are all equal becomes exactly zero, whatever its mean rounds to.
 * float64 rows near either end of the range are first scaled by a power of two, or their sums would overflow or lose
 * their bits; float32 rows reach neither end in float64.
 */
template <class T>
static void centre_rows(const Runner& runner, T* x, std::int64_t cols) {
  double none[kPanel] = {}, largest[kPanel] = {}, mean[kPanel] = {}, scale[kPanel];
  bool varies[kPanel] = {};
  if constexpr (sizeof(T) == sizeof(double)) {
    largest_magnitude(runner, x, cols, none, largest);
    for (std::int64_t r = 0; r < kPanel; ++r)
      scale[r] = largest[r] > 0x1p900 || largest[r] < 0x1p-900 ? unit_scale(largest[r]) : 1;
    shift_and_scale(runner, x, cols, none, scale);
  }
  row_means(runner, x, cols, mean, varies);
  for (std::int64_t r = 0; r < kPanel; ++r) scale[r] = varies[r] ? 1 : 0;
  double scaled[kPanel] = {};
  largest_magnitude(runner, x, cols, mean, scaled);
  for (std::int64_t r = 0; r < kPanel; ++r) scale[r] *= unit_scale(scaled[r]);
  shift_and_scale(runner, x, cols, mean, scale);
}

/** Cosine does not depend on a row's scale: its largest magnitude goes to [1, 2). */
template <class T>
static void scale_rows(const Runner& runner, T* x, std::int64_t cols) {
  double none[kPanel] = {}, largest[kPanel] = {}, scale[kPanel];
  largest_magnitude(runner, x, cols, none, largest);
  for (std::int64_t r = 0; r < kPanel; ++r) scale[r] = unit_scale(largest[r]);
  shift_and_scale(runner, x, cols, none, scale);
}

template <class T>
static void sum_squares(const Runner& runner, const Panels<T>& panels, std::int64_t p) {
  using V = typename Simd<T>::Vec;
  constexpr int lanes = Simd<T>::lanes;
  const T* x = panels.panel(p);
  double* total = panels.squares + p * kPanel;
  for (std::int64_t r = 0; r < kPanel; ++r) total[r] = 0;
  each_block(runner, panels.cols, [&](std::int64_t f0, std::int64_t f1) {
    for (std::int64_t r = 0; r < kPanel; r += lanes) {
      V sum = Simd<T>::broadcast(0);
      for (auto f = f0; f < f1; ++f) {
        const V v = load(x + f * kPanel + r);
        sum = fma(v, v, sum);
      }
      T lane[lanes];
      store(lane, sum);
      for (int l = 0; l < lanes; ++l) total[r + l] += static_cast<double>(lane[l]);
    }
  });
}

/** Allocates and fills the panels of a row-major rows x cols matrix; progress moves to `until`. */
template <class T>
static Status prepare(Runner& runner, const T* x, std::int64_t rows, std::int64_t cols, Metric metric, double until,
                      Panels<T>& panels) {
  panels.rows = rows;
  panels.cols = cols;
  const bool normalised = metric == Metric::cosine || metric == Metric::correlation;
  const auto padded = static_cast<std::size_t>(panels.count() * kPanel);
  panels.data = static_cast<T*>(runner.allocate(padded * static_cast<std::size_t>(cols) * sizeof(T)));
  panels.squares = normalised ? static_cast<double*>(runner.allocate(padded * sizeof(double))) : nullptr;
  if (!panels.data || (normalised && !panels.squares)) return Status::out_of_memory;
  auto fill = [&](std::int64_t p) {
    transpose_panel(runner, panels, x, p);
    if (!normalised) return;
    if (metric == Metric::correlation)
      centre_rows(runner, panels.panel(p), cols);
    else
      scale_rows(runner, panels.panel(p), cols);
    sum_squares(runner, panels, p);
  };
  for_blocks(runner, panels.count(), until, fill);
  return runner.cancelled() ? Status::cancelled : Status::ok;
}

}  // namespace likeness::LIKENESS_ISA
