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

template <class T>
static void transpose_panel(const Panels<T>& panels, const T* x, std::int64_t p) {
  T* out = panels.panel(p);
  const auto first = p * kPanel;
  const auto used = smaller(kPanel, panels.rows - first);
  for (std::int64_t f0 = 0; f0 < panels.cols; f0 += 16) {
    const auto f1 = smaller(f0 + 16, panels.cols);
    for (std::int64_t r = 0; r < kPanel; ++r)
      for (auto f = f0; f < f1; ++f) out[f * kPanel + r] = r < used ? x[(first + r) * panels.cols + f] : T(0);
  }
}

/** 2^-e with e the exponent of `largest`, so that squares neither overflow nor vanish; exact, so no bit changes. */
static inline double unit_scale(double largest) {
  if (!(largest > 0) || largest > 1.7976931348623157e308) return 1;
  std::int64_t bits = __builtin_bit_cast(std::int64_t, largest);
  std::int64_t exponent = (bits >> 52) - 1023;
  exponent = exponent < -1000 ? -1000 : exponent > 1000 ? 1000 : exponent;
  return __builtin_bit_cast(double, (1023 - exponent) << 52);
}

/**
 * Cosine and correlation do not depend on a row's scale, so each row is scaled to have its largest magnitude in [1, 2).
 * Correlation first takes off the row's mean, a float64 sum in the defined order for either type. A row whose values
 * are all equal becomes exactly zero, whatever its mean rounds to.
 */
template <class T>
static void normalise_panel(const Panels<T>& panels, std::int64_t p, bool centre) {
  T* x = panels.panel(p);
  double mean[kPanel] = {}, largest[kPanel] = {};
  bool varies[kPanel] = {};
  if (centre) {
    for (std::int64_t f0 = 0; f0 < panels.cols; f0 += kSumBlock) {
      double sum[kPanel] = {};
      for (auto f = f0; f < smaller(f0 + kSumBlock, panels.cols); ++f)
        for (std::int64_t r = 0; r < kPanel; ++r) {
          sum[r] += static_cast<double>(x[f * kPanel + r]);
          varies[r] |= !(x[f * kPanel + r] == x[r]);
        }
      for (std::int64_t r = 0; r < kPanel; ++r) mean[r] += sum[r];
    }
    for (std::int64_t r = 0; r < kPanel; ++r) mean[r] /= static_cast<double>(panels.cols);
  }
  for (std::int64_t f = 0; f < panels.cols; ++f)
    for (std::int64_t r = 0; r < kPanel; ++r) {
      const double centred = static_cast<double>(x[f * kPanel + r]) - mean[r];
      const double magnitude = centred < 0 ? -centred : centred;
      largest[r] = magnitude > largest[r] ? magnitude : largest[r];
    }
  double scale[kPanel];
  for (std::int64_t r = 0; r < kPanel; ++r) scale[r] = centre && !varies[r] ? 0 : unit_scale(largest[r]);
  for (std::int64_t f = 0; f < panels.cols; ++f)
    for (std::int64_t r = 0; r < kPanel; ++r) {
      T& value = x[f * kPanel + r];
      value = static_cast<T>((static_cast<double>(value) - mean[r]) * scale[r]);
    }
}

template <class T>
static void sum_squares(const Panels<T>& panels, std::int64_t p) {
  using V = typename Simd<T>::Vec;
  constexpr int lanes = Simd<T>::lanes;
  const T* x = panels.panel(p);
  double* total = panels.squares + p * kPanel;
  for (std::int64_t r = 0; r < kPanel; ++r) total[r] = 0;
  for (std::int64_t f0 = 0; f0 < panels.cols; f0 += kSumBlock)
    for (std::int64_t r = 0; r < kPanel; r += lanes) {
      V sum = Simd<T>::broadcast(0);
      for (auto f = f0; f < smaller(f0 + kSumBlock, panels.cols); ++f) {
        const V v = load(x + f * kPanel + r);
        sum = fma(v, v, sum);
      }
      T lane[lanes];
      store(lane, sum);
      for (int l = 0; l < lanes; ++l) total[r + l] += static_cast<double>(lane[l]);
    }
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
    transpose_panel(panels, x, p);
    if (!normalised) return;
    normalise_panel(panels, p, metric == Metric::correlation);
    sum_squares(panels, p);
  };
  for_blocks(runner, panels.count(), until, fill);
  return runner.cancelled() ? Status::cancelled : Status::ok;
}

}  // namespace likeness::LIKENESS_ISA
