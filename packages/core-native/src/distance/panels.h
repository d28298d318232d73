#pragma once
// The rows of a matrix, transposed in panels of kPanel rows, so that one vector load gives one feature of many rows;
// prepared for the metric (centred, scaled, with their sums of squares). For kernel sources only.

#include "distance/metric.h"
#include "native/simd.h"
#include "native/sums.h"

namespace likeness::LIKENESS_ISA {

/** Rows per panel: a multiple of every register tile's sides, at every level. */
inline constexpr std::int64_t kPanel = 48;

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

/** Some features of the rows of a panel, feature by feature: small enough for the first-level cache. */
inline constexpr std::int64_t kChunk = 64;
template <class T>
using Chunk = T[kChunk][kPanel];

/** Rows of a row-major matrix, `stride` values apart, of which a panel is made. */
template <class U>
struct RowSource {
  const U* data;
  std::int64_t stride;
  const U* row(std::int64_t i) const { return data + i * stride; }
};

template <class T>
static void transpose_four(const T* const* rows, std::int64_t first, T* to) {
  typedef T Four __attribute__((vector_size(4 * sizeof(T))));
  Four row[4];
  for (int r = 0; r < 4; ++r) __builtin_memcpy(&row[r], rows[r] + first, sizeof(Four));
  const Four low = __builtin_shufflevector(row[0], row[1], 0, 4, 1, 5);
  const Four high = __builtin_shufflevector(row[0], row[1], 2, 6, 3, 7);
  const Four low2 = __builtin_shufflevector(row[2], row[3], 0, 4, 1, 5);
  const Four high2 = __builtin_shufflevector(row[2], row[3], 2, 6, 3, 7);
  const Four out[4] = {__builtin_shufflevector(low, low2, 0, 1, 4, 5), __builtin_shufflevector(low, low2, 2, 3, 6, 7),
                       __builtin_shufflevector(high, high2, 0, 1, 4, 5),
                       __builtin_shufflevector(high, high2, 2, 3, 6, 7)};
  for (int f = 0; f < 4; ++f) __builtin_memcpy(to + f * kPanel, &out[f], sizeof(Four));
}

/** Transposes `width` features, from `first` on, of `used` rows; rows beyond are zero. */
template <class T, class U>
static void load_chunk(const U* const* rows, std::int64_t used, std::int64_t first, std::int64_t width,
                       T (*chunk)[kPanel]) {
  std::int64_t r = 0;
  if constexpr (sizeof(T) == sizeof(U))
    for (; r + 4 <= used; r += 4) {
      // The rows are as many streams: more than a processor's own prefetching follows.
      for (int row = 0; row < 4; ++row)
        for (std::int64_t ahead = 0; ahead < kChunk; ahead += 64 / static_cast<std::int64_t>(sizeof(U)))
          __builtin_prefetch(rows[r + row] + first + kChunk + ahead);
      std::int64_t f = 0;
      for (; f + 4 <= width; f += 4) transpose_four(rows + r, first + f, &chunk[f][r]);
      for (; f < width; ++f)
        for (int row = 0; row < 4; ++row) chunk[f][r + row] = rows[r + row][first + f];
    }
  for (; r < used; ++r)
    for (std::int64_t f = 0; f < width; ++f) chunk[f][r] = static_cast<T>(rows[r][first + f]);
  for (std::int64_t f = 0; f < width; ++f)
    for (auto zero = used; zero < kPanel; ++zero) chunk[f][zero] = 0;
}

/**
 * f(chunk, features, where they go in the panel, whether a block of features ends) for each chunk of panel p, in order;
 * ends, unfinished, once the job is cancelled.
 */
template <class T, class Source, class F>
static void each_chunk(const Runner& runner, const Source& source, const Panels<T>& panels, std::int64_t p, F f) {
  const auto used = smaller(kPanel, panels.rows - p * kPanel);
  decltype(source.row(0)) rows[kPanel];
  for (std::int64_t r = 0; r < used; ++r) rows[r] = source.row(p * kPanel + r);
  alignas(64) Chunk<T> chunk;
  for (std::int64_t block = 0; block < panels.blocks(); ++block) {
    if (block % 64 == 0 && runner.cancelled()) return;
    const auto width = panels.width(block);
    for (std::int64_t first = 0; first < width; first += kChunk) {
      const auto count = smaller(kChunk, width - first);
      load_chunk(rows, used, block * kSumBlock + first, count, chunk);
      f(chunk, count, panels.at(block, p) + first * kPanel, first + count == width);
    }
  }
}

template <class T, class Source>
static void transpose_panel(const Runner& runner, const Source& source, const Panels<T>& panels, std::int64_t p) {
  const auto used = smaller(kPanel, panels.rows - p * kPanel);
  decltype(source.row(0)) rows[kPanel];
  for (std::int64_t r = 0; r < used; ++r) rows[r] = source.row(p * kPanel + r);
  for (std::int64_t block = 0; block < panels.blocks(); ++block) {
    if (block % 64 == 0 && runner.cancelled()) return;
    const auto width = panels.width(block);
    for (std::int64_t first = 0; first < width; first += kChunk)
      load_chunk(rows, used, block * kSumBlock + first, smaller(kChunk, width - first),
                 reinterpret_cast<T(*)[kPanel]>(panels.at(block, p)) + first);
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
struct RowRange {
  double sum[kPanel], least[kPanel], most[kPanel];
  double largest(std::int64_t r, double shift) const {
    const double above = most[r] - shift, below = shift - least[r];
    return above > below ? above : below;
  }
};

template <class T, class U>
static void row_range(const Runner& runner, const RowSource<U>& source, const Panels<T>& panels, std::int64_t p,
                      const double* before, RowRange& range) {
  RowSums<double> sums;
  T least[kPanel], most[kPanel];
  for (std::int64_t r = 0; r < kPanel; ++r) {
    least[r] = static_cast<T>(__builtin_inf());
    most[r] = -least[r];
  }
  each_chunk(runner, source, panels, p, [&](const Chunk<T>& chunk, std::int64_t count, T*, bool ends) {
    for (std::int64_t f = 0; f < count; ++f)
      for (std::int64_t r = 0; r < kPanel; ++r) {
        const T value = chunk[f][r];
        sums.chain[r] += static_cast<double>(value) * before[r];
        least[r] = value < least[r] ? value : least[r];
        most[r] = value > most[r] ? value : most[r];
      }
    if (ends) sums.end_block();
  });
  for (std::int64_t r = 0; r < kPanel; ++r) {
    range.sum[r] = sums.total[r];
    range.least[r] = static_cast<double>(least[r]) * before[r];
    range.most[r] = static_cast<double>(most[r]) * before[r];
  }
}

/** Fills panel p with mapped rows, and adds their squares, and their values where asked, to totals. */
template <class T, class U>
static void fill_mapped(const Runner& runner, const RowSource<U>& source, const Panels<T>& panels, std::int64_t p,
                        const RowMap& map, RowSums<T>& squares, RowSums<double>* values = nullptr) {
  using V = typename Simd<T>::Vec;
  constexpr int lanes = Simd<T>::lanes;
  each_chunk(runner, source, panels, p, [&](const Chunk<T>& chunk, std::int64_t count, T* out, bool ends) {
    for (std::int64_t f = 0; f < count; ++f) {
      T* to = out + f * kPanel;
      for (std::int64_t r = 0; r < kPanel; ++r)
        to[r] = static_cast<T>((static_cast<double>(chunk[f][r]) * map.before[r] - map.shift[r]) * map.scale[r]);
      if (values)
        for (std::int64_t r = 0; r < kPanel; ++r) values->chain[r] += static_cast<double>(to[r]);
      for (std::int64_t r = 0; r < kPanel; r += lanes) {
        const V value = load(to + r), sum = load(squares.chain + r);
        store(squares.chain + r, fma(value, value, sum));
      }
    }
    if (!ends) return;
    squares.end_block();
    if (values) values->end_block();
  });
}

/**
 * Takes each row's mean off and scales it by a power of two. A row whose values are all equal becomes exactly zero,
 * whatever its mean rounds to. float64 rows near either end of the range are scaled first, or their sums would overflow
 * or lose their bits; float32 rows reach neither end in float64.
 */
template <class T, class U>
static void map_centred(const Runner& runner, const RowSource<U>& source, const Panels<T>& panels, std::int64_t p,
                        RowMap& map) {
  RowRange range;
  row_range(runner, source, panels, p, map.before, range);
  bool extreme = false;
  for (std::int64_t r = 0; r < kPanel && sizeof(T) == sizeof(double); ++r) {
    const double largest = range.largest(r, 0);
    const bool far = largest > 0x1p900 || (largest > 0 && largest < 0x1p-900);
    map.before[r] = far ? unit_scale(largest) : 1;
    extreme |= far;
  }
  if (extreme) row_range(runner, source, panels, p, map.before, range);
  for (std::int64_t r = 0; r < kPanel; ++r) {
    map.shift[r] = range.sum[r] / static_cast<double>(panels.cols);
    map.scale[r] = range.least[r] == range.most[r] ? 0 : unit_scale(range.largest(r, map.shift[r]));
  }
}

/** Cosine does not depend on a row's scale: its largest magnitude goes to [1, 2). */
template <class T, class U>
static void map_scaled(const Runner& runner, const RowSource<U>& source, const Panels<T>& panels, std::int64_t p,
                       RowMap& map) {
  RowRange range;
  row_range(runner, source, panels, p, map.before, range);
  for (std::int64_t r = 0; r < kPanel; ++r) map.scale[r] = unit_scale(range.largest(r, 0));
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
  RowMap map;
  if (metric == Metric::correlation)
    map_centred(runner, source, panels, p, map);
  else
    map_scaled(runner, source, panels, p, map);
  RowSums<T> squares;
  fill_mapped(runner, source, panels, p, map, squares);
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
