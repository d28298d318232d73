#pragma once
// Sums over features for a rectangle of row pairs: register tiles over outputs, features in order, so that no tiling
// changes a bit. For kernel sources only.

#include "distance/panels.h"

namespace likeness::LIKENESS_ISA {

template <class T>
struct Product {
  using V = typename Simd<T>::Vec;
  static constexpr bool adds = true;
  static constexpr int vectors = 3;
  static V step(V sum, V x, V y) { return fma(x, y, sum); }
};

template <class T>
struct SquaredDifference {
  using V = typename Simd<T>::Vec;
  static constexpr bool adds = true;
  static constexpr int vectors = kDifferenceVectors;
  static V step(V sum, V x, V y) {
    const V d = x - y;
    return fma(d, d, sum);
  }
};

template <class T>
struct AbsoluteDifference {
  using V = typename Simd<T>::Vec;
  static constexpr bool adds = true;
  static constexpr int vectors = kDifferenceVectors;
  static V step(V sum, V x, V y) { return sum + from_bits<T>(magnitude_bits<T>(x - y)); }
};

template <class T>
struct LargestDifference {
  using V = typename Simd<T>::Vec;
  static constexpr bool adds = false;
  static constexpr int vectors = kDifferenceVectors;
  static V step(V largest, V x, V y) {
    const auto a = __builtin_bit_cast(typename Simd<T>::BitVec, largest), b = magnitude_bits<T>(x - y);
    return from_bits<T>(a > b ? a : b);
  }
};

/** Folds a block's sums into the float64 totals: one addition each (or the maximum, NaN winning). */
template <class T, class Op, int count>
static inline void fold(const T* lane, double* total) {
  for (int l = 0; l < count; ++l) {
    const double value = static_cast<double>(lane[l]);
    if constexpr (Op::adds)
      total[l] += value;
    else
      total[l] = value <= total[l] ? total[l] : total[l] == total[l] ? value : total[l];
  }
}

/** One feature: each of kTileRows values of x with each value of `vectors` vectors of y. */
template <class T, class Op>
static inline __attribute__((always_inline)) void add_feature(const T* x, const T* y,
                                                              typename Simd<T>::Vec (&sum)[kTileRows][Op::vectors]) {
  using V = typename Simd<T>::Vec;
  constexpr int lanes = Simd<T>::lanes;
  // Far enough ahead for the second-level cache's delay: ten features are some hundred cycles' work.
  constexpr std::int64_t ahead = 10 * kPanel;
  V column[Op::vectors];
#pragma GCC unroll 3
  for (int v = 0; v < Op::vectors; ++v) {
    column[v] = load(y + v * lanes);
    if (v * kVectorBytes % 64 == 0) __builtin_prefetch(y + v * lanes + ahead);
  }
#pragma GCC unroll 8
  for (int r = 0; r < kTileRows; ++r) {
    const V value = Simd<T>::broadcast(x[r]);
#pragma GCC unroll 3
    for (int v = 0; v < Op::vectors; ++v) sum[r][v] = Op::step(sum[r][v], value, column[v]);
  }
}

/** What a tile fetches into the second-level cache for the next block of features, a line for every four features. */
struct Upcoming {
  const char *y, *x;
};

/** kTileRows rows from x against `vectors` vectors of rows from y, over `width` features: one chain per output. */
template <class T, class Op>
__attribute__((noinline)) static void register_tile(const T* __restrict x, const T* __restrict y, std::int64_t width,
                                                    Upcoming next, double* __restrict totals, std::int64_t stride) {
  using V = typename Simd<T>::Vec;
  constexpr int lanes = Simd<T>::lanes, vectors = Op::vectors;
  V sum[kTileRows][vectors];
#pragma GCC unroll 8
  for (auto& row : sum)
#pragma GCC unroll 3
    for (auto& v : row) v = Simd<T>::broadcast(0);
  std::int64_t f = 0;
  for (; f + 4 <= width; f += 4) {
    __builtin_prefetch(next.y, 0, 2);
    __builtin_prefetch(next.x, 0, 2);
    next.y += 64;
    next.x += 64;
#pragma GCC unroll 4
    for (int step = 0; step < 4; ++step) add_feature<T, Op>(x + step * kPanel, y + step * kPanel, sum);
    x += 4 * kPanel;
    y += 4 * kPanel;
  }
  for (; f < width; ++f, x += kPanel, y += kPanel) add_feature<T, Op>(x, y, sum);
#pragma GCC unroll 8
  for (int r = 0; r < kTileRows; ++r) {
    T lane[vectors * lanes];
#pragma GCC unroll 3
    for (int v = 0; v < vectors; ++v) store(lane + v * lanes, sum[r][v]);
    fold<T, Op, vectors * lanes>(lane, totals + r * stride);
  }
}

/** A rectangle of outputs: rows [x0, x0 + height) of x (whole register tiles), panels [p0, p1) of y. */
struct Rectangle {
  std::int64_t x0, height, p0, p1;
  bool upper;  // x and y are one matrix, and only pairs (i, j > i) are wanted: tiles without one are left out
  std::int64_t y0() const { return p0 * kPanel; }
  std::int64_t width() const { return (p1 - p0) * kPanel; }
};

/** Rows and panels of the largest rectangle: with two blocks of its features it fits the second-level cache. */
inline constexpr std::int64_t kRectangleRows = 96;
template <class T>
inline constexpr std::int64_t kRectanglePanels = sizeof(T) == sizeof(float) ? 5 : 2;
template <class T>
using Totals = double[kRectangleRows * kRectanglePanels<T> * kPanel];

/** Adds every feature of x and y to the totals of a rectangle, whose rows are `stride` apart. */
template <class T, class Op>
static void accumulate(const Runner& runner, const Panels<T>& x, const Panels<T>& y, const Rectangle& at,
                       double* totals, std::int64_t stride) {
  constexpr std::int64_t columns = Op::vectors * Simd<T>::lanes;
  constexpr std::int64_t fetched = kSumBlock / 4 * 64;  // bytes that a tile fetches of each side
  for (std::int64_t block = 0; block < x.blocks() && !runner.cancelled(); ++block) {
    const auto next = block + 1 < x.blocks() ? block + 1 : block;
    const auto* x_end = reinterpret_cast<const char*>(x.at(next, divide_up(at.x0 + at.height, kPanel)));
    auto* next_x = reinterpret_cast<const char*>(x.at(next, at.x0 / kPanel));
    for (auto i = at.x0; i < at.x0 + at.height; i += kTileRows) {
      const T* from = x.at(block, i / kPanel) + i % kPanel;
      double* row = totals + (i - at.x0) * stride;
      for (auto p = at.p0; p < at.p1; ++p) {
        const T* to = y.at(block, p);
        // The rows of the rectangle share the fetching of each panel of y.
        auto* next_y =
            reinterpret_cast<const char*>(y.at(next, p)) + (i - at.x0) / kTileRows * (kPanel / columns) * fetched;
        for (std::int64_t j = 0; j < kPanel; j += columns, next_y += fetched) {
          if (at.upper && p * kPanel + j + columns <= i + 1) continue;
          register_tile<T, Op>(from, to + j, x.width(block), {next_y, next_x < x_end ? next_x : next_y},
                               row + (p - at.p0) * kPanel + j, stride);
          next_x += fetched;
        }
      }
    }
  }
}

/** `accumulate` with the metric's operation. */
template <class T>
static void add_totals(const Runner& runner, const Panels<T>& x, const Panels<T>& y, Metric metric, const Rectangle& at,
                       double* totals, std::int64_t stride) {
  if (is_normalised(metric))
    accumulate<T, Product<T>>(runner, x, y, at, totals, stride);
  else if (metric == Metric::cityblock)
    accumulate<T, AbsoluteDifference<T>>(runner, x, y, at, totals, stride);
  else if (metric == Metric::chebyshev)
    accumulate<T, LargestDifference<T>>(runner, x, y, at, totals, stride);
  else
    accumulate<T, SquaredDifference<T>>(runner, x, y, at, totals, stride);
}

static inline std::int64_t whole_tiles(std::int64_t rows) { return divide_up(rows, kTileRows) * kTileRows; }

static inline void clear(double* totals, const Rectangle& at) {
  for (std::int64_t k = 0; k < at.height * at.width(); ++k) totals[k] = 0;
}

/** Rows per rectangle: fewer where there would be too few rectangles for many threads. */
static inline std::int64_t rectangle_rows(std::int64_t x_rows, std::int64_t y_rectangles) {
  auto rows = kRectangleRows;
  while (rows > 8 && divide_up(x_rows, rows) * y_rectangles < 64) rows = rows == 24 ? 8 : rows / 2;
  return rows;
}

}  // namespace likeness::LIKENESS_ISA
