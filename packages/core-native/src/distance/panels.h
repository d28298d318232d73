#pragma once
// The rows of a matrix, transposed in panels of kPanel rows, so that one vector load gives one feature of many rows;
// prepared for the metric (centred, scaled, with their sums of squares). For kernel sources only.

#include "distance/metric.h"
#include "native/simd.h"

namespace likeness::LIKENESS_ISA {

/** The definition of a sum: one chain per output within a block of this many features, blocks added in order. */
inline constexpr std::int64_t kSumBlock = 256;

/** Rows per panel: a multiple of every register tile's sides, at every level. */
inline constexpr std::int64_t kPanel = 48;

static inline std::int64_t smaller(std::int64_t a, std::int64_t b) { return a < b ? a : b; }
static inline std::int64_t divide_up(std::int64_t a, std::int64_t b) { return (a + b - 1) / b; }

static inline bool is_normalised(Metric metric) { return metric == Metric::cosine || metric == Metric::correlation; }

template <class T>
struct Panels {
  std::int64_t rows = 0, cols = 0;
  T* data = nullptr;  // [block of features][panel][feature][kPanel]; rows beyond the last are zero
  // Per row, padded to whole panels; cosine and correlation only.
  double* squares = nullptr;
  double* norms = nullptr;

  std::int64_t count() const { return divide_up(rows, kPanel); }
  std::int64_t padded() const { return count() * kPanel; }
  std::int64_t blocks() const { return divide_up(cols, kSumBlock); }
  std::int64_t width(std::int64_t block) const { return smaller(kSumBlock, cols - block * kSumBlock); }
  /** The features of one block for the rows of panel p. A block's panels are adjacent, so that caches hold them. */
  T* at(std::int64_t block, std::int64_t p) const {
    return data + (block * kSumBlock * count() + p * width(block)) * kPanel;
  }
};

/** f(first element, features, first feature) for each block of panel p; ends, unfinished, once the job is cancelled. */
template <class T, class F>
static void each_block(const Runner& runner, const Panels<T>& panels, std::int64_t p, F f) {
  for (std::int64_t block = 0; block < panels.blocks(); ++block) {
    if (block % 64 == 0 && runner.cancelled()) return;
    f(panels.at(block, p), panels.width(block), block * kSumBlock);
  }
}

/** Copies rows p * kPanel onward of x, whose rows are `stride` apart. */
template <class T, class U>
static void transpose_panel(const Runner& runner, const Panels<T>& panels, const U* x, std::int64_t stride,
                            std::int64_t p) {
  constexpr std::int64_t kStep = 16;
  const auto used = smaller(kPanel, panels.rows - p * kPanel);
  each_block(runner, panels, p, [&](T* out, std::int64_t width, std::int64_t first) {
    const U* from = x + p * kPanel * stride + first;
    for (std::int64_t f0 = 0; f0 < width; f0 += kStep) {
      const auto f1 = smaller(f0 + kStep, width);
      for (std::int64_t r = 0; r < used; ++r)
        for (auto f = f0; f < f1; ++f) out[f * kPanel + r] = static_cast<T>(from[r * stride + f]);
      if (used < kPanel)
        for (auto f = f0; f < f1; ++f)
          for (auto r = used; r < kPanel; ++r) out[f * kPanel + r] = 0;
    }
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

/** Of each row of a panel: its float64 sum in the defined order, and its extremes (NaN is passed over). */
struct RowRange {
  double sum[kPanel] = {}, least[kPanel], most[kPanel];
  double largest(std::int64_t r, double shift) const {
    const double above = most[r] - shift, below = shift - least[r];
    return above > below ? above : below;
  }
};

/** Adds to range.sum, so that a row can be summed in parts; the extremes are those of this part. */
template <class T>
static void row_range(const Runner& runner, const Panels<T>& panels, std::int64_t p, RowRange& range) {
  T least[kPanel], most[kPanel];
  for (std::int64_t r = 0; r < kPanel; ++r) {
    least[r] = static_cast<T>(__builtin_inf());
    most[r] = -least[r];
  }
  each_block(runner, panels, p, [&](const T* x, std::int64_t width, std::int64_t) {
    double sum[kPanel] = {};
    for (std::int64_t f = 0; f < width; ++f)
      for (std::int64_t r = 0; r < kPanel; ++r) {
        const T value = x[f * kPanel + r];
        sum[r] += static_cast<double>(value);
        least[r] = value < least[r] ? value : least[r];
        most[r] = value > most[r] ? value : most[r];
      }
    for (std::int64_t r = 0; r < kPanel; ++r) range.sum[r] += sum[r];
  });
  for (std::int64_t r = 0; r < kPanel; ++r) {
    range.least[r] = static_cast<double>(least[r]);
    range.most[r] = static_cast<double>(most[r]);
  }
}

/** x = (x - shift) * scale, each row with its own, in float64. */
template <class T>
static void shift_and_scale(const Runner& runner, const Panels<T>& panels, std::int64_t p, const double* shift,
                            const double* scale) {
  each_block(runner, panels, p, [&](T* x, std::int64_t width, std::int64_t) {
    for (std::int64_t f = 0; f < width; ++f)
      for (std::int64_t r = 0; r < kPanel; ++r) {
        T& value = x[f * kPanel + r];
        value = static_cast<T>((static_cast<double>(value) - shift[r]) * scale[r]);
      }
  });
}

/**
 * Takes each row's mean off and scales it by a power of two. A row whose values are all equal becomes exactly zero,
 * whatever its mean rounds to. float64 rows near either end of the range are scaled first, or their sums would overflow
 * or lose their bits; float32 rows reach neither end in float64.
 */
template <class T>
static void centre_rows(const Runner& runner, const Panels<T>& panels, std::int64_t p) {
  RowRange range;
  row_range(runner, panels, p, range);
  double mean[kPanel], scale[kPanel];
  if constexpr (sizeof(T) == sizeof(double)) {
    const double none[kPanel] = {};
    bool extreme = false;
    for (std::int64_t r = 0; r < kPanel; ++r) {
      const double largest = range.largest(r, 0);
      const bool far = largest > 0x1p900 || (largest > 0 && largest < 0x1p-900);
      scale[r] = far ? unit_scale(largest) : 1;
      extreme |= far;
    }
    if (extreme) {
      shift_and_scale(runner, panels, p, none, scale);
      range = {};
      row_range(runner, panels, p, range);
    }
  }
  for (std::int64_t r = 0; r < kPanel; ++r) {
    mean[r] = range.sum[r] / static_cast<double>(panels.cols);
    scale[r] = range.least[r] == range.most[r] ? 0 : unit_scale(range.largest(r, mean[r]));
  }
  shift_and_scale(runner, panels, p, mean, scale);
}

/** Cosine does not depend on a row's scale: its largest magnitude goes to [1, 2). */
template <class T>
static void scale_rows(const Runner& runner, const Panels<T>& panels, std::int64_t p) {
  RowRange range;
  row_range(runner, panels, p, range);
  double none[kPanel] = {}, scale[kPanel];
  for (std::int64_t r = 0; r < kPanel; ++r) scale[r] = unit_scale(range.largest(r, 0));
  shift_and_scale(runner, panels, p, none, scale);
}

/** Adds the sums of squares of a panel's rows to `total`, in the defined order. */
template <class T>
static void sum_squares(const Runner& runner, const Panels<T>& panels, std::int64_t p, double* total) {
  using V = typename Simd<T>::Vec;
  constexpr int lanes = Simd<T>::lanes;
  constexpr int vectors = kPanel / lanes;
  each_block(runner, panels, p, [&](const T* x, std::int64_t width, std::int64_t) {
    V sum[vectors];
    for (auto& v : sum) v = Simd<T>::broadcast(0);
    for (std::int64_t f = 0; f < width; ++f)
      for (int v = 0; v < vectors; ++v) {
        const V value = load(x + f * kPanel + v * lanes);
        sum[v] = fma(value, value, sum[v]);
      }
    T lane[kPanel];
    for (int v = 0; v < vectors; ++v) store(lane + v * lanes, sum[v]);
    for (std::int64_t r = 0; r < kPanel; ++r) total[r] += static_cast<double>(lane[r]);
  });
}

/** Memory for rows x cols in panels, uninitialised; with sums of squares where the metric needs them. */
template <class T>
static Status allocate_panels(Runner& runner, std::int64_t rows, std::int64_t cols, Metric metric, Panels<T>& panels) {
  panels.rows = rows;
  panels.cols = cols;
  const auto padded = static_cast<std::size_t>(panels.padded());
  panels.data = static_cast<T*>(runner.allocate(padded * static_cast<std::size_t>(cols) * sizeof(T)));
  if (!panels.data) return Status::out_of_memory;
  if (!is_normalised(metric)) return Status::ok;
  panels.squares = static_cast<double*>(runner.allocate(2 * padded * sizeof(double)));
  panels.norms = panels.squares + padded;
  return panels.squares ? Status::ok : Status::out_of_memory;
}

/** Fills panel p from a row-major matrix whose rows are `stride` apart. */
template <class T, class U>
static void fill_panel(const Runner& runner, const U* x, std::int64_t stride, Metric metric, const Panels<T>& panels,
                       std::int64_t p) {
  transpose_panel(runner, panels, x, stride, p);
  if (!is_normalised(metric)) return;
  if (metric == Metric::correlation)
    centre_rows(runner, panels, p);
  else
    scale_rows(runner, panels, p);
  double *squares = panels.squares + p * kPanel, *norms = panels.norms + p * kPanel;
  for (std::int64_t r = 0; r < kPanel; ++r) squares[r] = 0;
  sum_squares(runner, panels, p, squares);
  for (std::int64_t r = 0; r < kPanel; ++r) norms[r] = __builtin_sqrt(squares[r]);
}

/** Allocates and fills the panels of a row-major rows x cols matrix; progress moves to `until`. */
template <class T>
static Status prepare(Runner& runner, const T* x, std::int64_t rows, std::int64_t cols, Metric metric, double until,
                      Panels<T>& panels) {
  const auto status = allocate_panels(runner, rows, cols, metric, panels);
  if (status != Status::ok) return status;
  auto fill = [&](std::int64_t p) { fill_panel(runner, x, cols, metric, panels, p); };
  for_blocks(runner, panels.count(), until, fill);
  return runner.cancelled() ? Status::cancelled : Status::ok;
}

}  // namespace likeness::LIKENESS_ISA
