#pragma once
// Panels of rows, prepared for the metric (centred, scaled, with their sums of squares). For kernel sources only.

#include "distance/panel-layout.h"

namespace likeness::LIKENESS_ISA {

/** 2^-e with e the exponent of `largest`, so that squares neither overflow nor vanish; exact, so no bit changes. */
static inline double unit_scale(double largest) {
  if (!(largest > 0) || largest > 1.7976931348623157e308) return 1;
  std::int64_t bits = __builtin_bit_cast(std::int64_t, largest);
  std::int64_t exponent = (bits >> 52) - 1023;
  exponent = exponent < -1000 ? -1000 : exponent > 1000 ? 1000 : exponent;
  return __builtin_bit_cast(double, (1023 - exponent) << 52);
}

/** What is taken off each row of a panel and what it is multiplied by: ((x * before) - shift) * scale, in float64. */
struct RowMap {
  double before[kPanel], shift[kPanel], scale[kPanel];
  RowMap() {
    for (std::int64_t r = 0; r < kPanel; ++r) {
      before[r] = scale[r] = 1;
      shift[r] = 0;
    }
  }
};

/** Sums in the defined order: one chain per row within a block, blocks added in order in float64. */
template <class T>
struct RowSums {
  T chain[kPanel] = {};
  double total[kPanel] = {};

  void end_block() {
    for (std::int64_t r = 0; r < kPanel; ++r) {
      total[r] += static_cast<double>(chain[r]);
      chain[r] = 0;
    }
  }
};

/** Of each row of a panel: its float64 sum in the defined order, and its extremes (NaN is passed over). */
template <class T>
struct RowRange {
  RowSums<double> sums;
  T low[kPanel], high[kPanel];
  const double* before;

  explicit RowRange(const double* before) : before(before) {
    for (std::int64_t r = 0; r < kPanel; ++r) {
      low[r] = static_cast<T>(__builtin_inf());
      high[r] = -low[r];
    }
  }

  /** Counts one block of features, [feature][kPanel]. */
  void add(const T* block, std::int64_t width) {
    using V = typename Simd<T>::Vec;
    using W = Simd<double>::Vec;
    constexpr int lanes = Simd<T>::lanes, wide = Simd<double>::lanes, parts = Wide<T>::parts;
    for (std::int64_t r = 0; r < kPanel; r += lanes) {
      V least = load(low + r), most = load(high + r);
      W sum[parts], unit[parts];
      for (int k = 0; k < parts; ++k) {
        sum[k] = Simd<double>::broadcast(0);
        unit[k] = load(before + r + k * wide);
      }
      const T* from = block + r;
      for (std::int64_t f = 0; f < width; ++f, from += kPanel) {
        const V value = load(from);
        least = value < least ? value : least;
        most = value > most ? value : most;
        for (int k = 0; k < parts; ++k) sum[k] += load_wide(from + k * wide) * unit[k];
      }
      store(low + r, least);
      store(high + r, most);
      for (int k = 0; k < parts; ++k) store(sums.chain + r + k * wide, sum[k]);
    }
    sums.end_block();
  }

  double least(std::int64_t r) const { return static_cast<double>(low[r]) * before[r]; }
  double most(std::int64_t r) const { return static_cast<double>(high[r]) * before[r]; }
  double largest(std::int64_t r, double shift) const {
    const double above = most(r) - shift, below = shift - least(r);
    return above > below ? above : below;
  }
};

/** Fills panel p with rows as they are, and takes their range. */
template <class T, class Source>
static void fill_and_range(const Runner& runner, const Source& source, const Panels<T>& panels, std::int64_t p,
                           RowRange<T>& range) {
  const PanelRows<Source> rows(source, p, panels.rows);
  each_block(runner, panels, [&](std::int64_t block) {
    transpose_block(rows, panels, p, block);
    range.add(panels.at(block, p), panels.width(block));
  });
}

/** Maps values of panel p where they are, and adds their squares, and themselves where asked, to chains. */
template <class T>
static void map_values(T* at, const T* ahead, std::int64_t width, const RowMap& map, std::int64_t r,
                       RowSums<T>& squares, RowSums<double>* values) {
  using W = Simd<double>::Vec;
  constexpr int wide = Simd<double>::lanes, parts = Wide<T>::parts;
  W before[parts], shift[parts], scale[parts], sum[parts];
  for (int k = 0; k < parts; ++k) {
    before[k] = load(map.before + r + k * wide);
    shift[k] = load(map.shift + r + k * wide);
    scale[k] = load(map.scale + r + k * wide);
    if (values) sum[k] = load(values->chain + r + k * wide);
  }
  auto square = load(squares.chain + r);
  for (std::int64_t f = 0; f < width; ++f, at += kPanel, ahead += kPanel) {
    __builtin_prefetch(ahead, 1);
    Wide<T> mapped;
    for (int k = 0; k < parts; ++k) mapped.part[k] = (load_wide(at + k * wide) * before[k] - shift[k]) * scale[k];
    const auto value = mapped.narrow();
    store(at, value);
    square = fma(value, value, square);
    if (!values) continue;
    const auto rounded = Wide<T>::of(value);
    for (int k = 0; k < parts; ++k) sum[k] += rounded.part[k];
  }
  store(squares.chain + r, square);
  for (int k = 0; k < parts && values; ++k) store(values->chain + r + k * wide, sum[k]);
}

/** Maps panel p where it is, and adds its squares, and its values where asked, to totals. */
template <class T>
static void map_panel(const Runner& runner, const Panels<T>& panels, std::int64_t p, const RowMap& map,
                      RowSums<T>& squares, RowSums<double>* values = nullptr) {
  each_block(runner, panels, [&](std::int64_t block) {
    const auto width = panels.width(block);
    T* at = panels.at(block, p);
    const T* next = block + 1 < panels.blocks() ? panels.at(block + 1, p) : at;
    for (std::int64_t first = 0; first < width; first += kChunk, at += kChunk * kPanel) {
      const auto count = smaller(kChunk, width - first);
      const T* ahead = first + count < width ? at + kChunk * kPanel : next;
      for (std::int64_t r = 0; r < kPanel; r += Simd<T>::lanes)
        map_values(at + r, ahead + r, count, map, r, squares, values);
    }
    squares.end_block();
    if (values) values->end_block();
  });
}

/**
 * Takes each row's mean off and scales it by a power of two. A row whose values are all equal becomes exactly zero,
 * whatever its mean rounds to. float64 rows near either end of the range are scaled first, or their sums would overflow
 * or lose their bits; float32 rows reach neither end in float64.
 */
template <class T>
static void map_centred(const Runner& runner, const Panels<T>& panels, std::int64_t p, const RowRange<T>& first,
                        RowMap& map) {
  bool extreme = false;
  for (std::int64_t r = 0; r < kPanel && sizeof(T) == sizeof(double); ++r) {
    const double largest = first.largest(r, 0);
    const bool far = largest > 0x1p900 || (largest > 0 && largest < 0x1p-900);
    map.before[r] = far ? unit_scale(largest) : 1;
    extreme |= far;
  }
  RowRange<T> again(map.before);
  if (extreme)
    each_block(runner, panels, [&](std::int64_t block) { again.add(panels.at(block, p), panels.width(block)); });
  const auto& range = extreme ? again : first;
  for (std::int64_t r = 0; r < kPanel; ++r) {
    map.shift[r] = range.sums.total[r] / static_cast<double>(panels.cols);
    map.scale[r] = range.low[r] == range.high[r] ? 0 : unit_scale(range.largest(r, map.shift[r]));
  }
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

/** Fills panel p from row-major rows. */
template <class T, class U>
static void fill_panel(const Runner& runner, const RowSource<U>& source, Metric metric, const Panels<T>& panels,
                       std::int64_t p) {
  if (!is_normalised(metric)) return transpose_panel(runner, source, panels, p);
  const RowMap same;
  RowRange<T> range(same.before);
  fill_and_range(runner, source, panels, p, range);
  RowMap map;
  if (metric == Metric::correlation)
    map_centred(runner, panels, p, range, map);
  else  // Cosine does not depend on a row's scale: its largest magnitude goes to [1, 2).
    for (std::int64_t r = 0; r < kPanel; ++r) map.scale[r] = unit_scale(range.largest(r, 0));
  RowSums<T> squares;
  map_panel(runner, panels, p, map, squares);
  for (std::int64_t r = 0; r < kPanel; ++r) {
    panels.squares[p * kPanel + r] = squares.total[r];
    panels.norms[p * kPanel + r] = __builtin_sqrt(squares.total[r]);
  }
}

/** Allocates and fills the panels of a row-major rows x cols matrix; progress moves to `until`. */
template <class T>
static Status prepare(Runner& runner, const T* x, std::int64_t rows, std::int64_t cols, Metric metric, double until,
                      Panels<T>& panels) {
  const auto status = allocate_panels(runner, rows, cols, metric, panels);
  if (status != Status::ok) return status;
  auto fill = [&](std::int64_t p) { fill_panel(runner, RowSource<T>{x, cols}, metric, panels, p); };
  for_blocks(runner, panels.count(), until, fill);
  return runner.cancelled() ? Status::cancelled : Status::ok;
}

}  // namespace likeness::LIKENESS_ISA
