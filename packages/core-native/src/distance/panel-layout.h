#pragma once
// The rows of a matrix, transposed in panels of kPanel rows, so that one vector load gives one feature of many rows.
// For kernel sources only.

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
  constexpr auto line = 64 / static_cast<std::int64_t>(sizeof(T));
  std::int64_t r = 0;
  if constexpr (sizeof(T) == sizeof(U))
    for (; r + 4 <= used; r += 4) {
      // The rows are more streams than a processor's own prefetching follows: the next four are fetched meanwhile, and
      // the lines that are written first here.
      const auto* const* ahead = r + 8 <= used ? rows + r + 4 : rows;
      const auto from = r + 8 <= used ? first : first + width;
      std::int64_t f = 0;
      for (; f + 4 <= width; f += 4) {
        for (int row = 0; row < 4 && f % line == 0; ++row) __builtin_prefetch(ahead[row] + from + f);
        for (int at = 16; at < 20 && r % line == 0; ++at) __builtin_prefetch(&chunk[f + at][r], 1);
        transpose_four(rows + r, first + f, &chunk[f][r]);
      }
      for (; f < width; ++f)
        for (int row = 0; row < 4; ++row) chunk[f][r + row] = rows[r + row][first + f];
    }
  for (; r < used; ++r)
    for (std::int64_t f = 0; f < width; ++f) chunk[f][r] = static_cast<T>(rows[r][first + f]);
  for (std::int64_t f = 0; f < width; ++f)
    for (auto zero = used; zero < kPanel; ++zero) chunk[f][zero] = 0;
}

/** The rows of one panel in a source. */
template <class Source>
struct PanelRows {
  decltype(Source().row(0)) row[kPanel];
  std::int64_t used;
  PanelRows(const Source& source, std::int64_t p, std::int64_t rows) : used(smaller(kPanel, rows - p * kPanel)) {
    for (std::int64_t r = 0; r < used; ++r) row[r] = source.row(p * kPanel + r);
  }
};

/** Transposes one block of features of panel p. */
template <class T, class Source>
static void transpose_block(const PanelRows<Source>& rows, const Panels<T>& panels, std::int64_t p,
                            std::int64_t block) {
  load_chunk(rows.row, rows.used, block * kSumBlock, panels.width(block),
             reinterpret_cast<T(*)[kPanel]>(panels.at(block, p)));
}

/** f(block) for each block of features of panels, in order; ends, unfinished, once the job is cancelled. */
template <class T, class F>
static void each_block(const Runner& runner, const Panels<T>& panels, F f) {
  for (std::int64_t block = 0; block < panels.blocks(); ++block) {
    if (block % 64 == 0 && runner.cancelled()) return;
    f(block);
  }
}

template <class T, class Source>
static void transpose_panel(const Runner& runner, const Source& source, const Panels<T>& panels, std::int64_t p) {
  const PanelRows<Source> rows(source, p, panels.rows);
  each_block(runner, panels, [&](std::int64_t block) { transpose_block(rows, panels, p, block); });
}

}  // namespace likeness::LIKENESS_ISA
