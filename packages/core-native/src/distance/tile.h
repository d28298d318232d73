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
  static V step(V sum, V x, V y) { return fma_in_place(sum, x, y); }
};

template <class T>
struct SquaredDifference {
  using V = typename Simd<T>::Vec;
  static constexpr bool adds = true;
  static constexpr int vectors = kDifferenceVectors;
  static V step(V sum, V x, V y) {
    const V d = x - y;
    return fma_in_place(sum, d, d);
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

template <class Op, class V>
static inline V fold_value(V before, V sums) {
  if constexpr (Op::adds)
    return before + sums;
  else
    return sums <= before ? before : before == before ? sums : before;
}

/** Folds a block's sums into totals, float64 or of their own type: one addition each (or the maximum, NaN winning). */
template <class T, class Op, class S>
static inline __attribute__((always_inline)) void fold(typename Simd<T>::Vec sums, const S* before, S* total) {
  if constexpr (sizeof(S) == sizeof(T)) {
    store(total, fold_value<Op>(load(before), sums));
  } else {
    const auto wide = Wide<T>::of(sums);
    for (int k = 0; k < Wide<T>::parts; ++k) {
      const auto at = k * Simd<double>::lanes;
      store(total + at, fold_value<Op>(load(before + at), wide.part[k]));
    }
  }
}

/** One feature: each of kTileRows values of x with each value of `count` vectors of y. */
template <class T, class Op, int count>
static inline __attribute__((always_inline)) void add_feature(const T* x, const T* y,
                                                              typename Simd<T>::Vec (&sum)[kTileRows][count]) {
  using V = typename Simd<T>::Vec;
  constexpr int lanes = Simd<T>::lanes;
  // Far enough ahead for the second-level cache's delay: six features are some seventy cycles' work. Without x's a tile
  // loses 3 % in float32 and 6 % in float64.
  constexpr std::int64_t x_ahead = 6 * kPanel, y_ahead = 10 * kPanel;
  __builtin_prefetch(x + x_ahead);
  V column[count];
#pragma GCC unroll 3
  for (int v = 0; v < count; ++v) {
    column[v] = load(y + v * lanes);
    if (v * kVectorBytes % 64 == 0) __builtin_prefetch(y + v * lanes + y_ahead);
  }
#pragma GCC unroll 8
  for (int r = 0; r < kTileRows; ++r) {
    const V value = Simd<T>::broadcast(x[r]);
#pragma GCC unroll 3
    for (int v = 0; v < count; ++v) sum[r][v] = Op::step(sum[r][v], value, column[v]);
  }
}

/** What a tile fetches into the second-level cache for the next tiles: `step` bytes on for every two features. */
struct Upcoming {
  const char* at;
  std::int64_t step;
};

/** Where a tile's totals go, and what they are added to: themselves, or zeros, whose rows are one. */
template <class S>
struct TileTotals {
  S* to;
  std::int64_t stride;
  const S* from;
  std::int64_t from_stride;
};

/**
 * kTileRows rows from x against `count` vectors of rows from y, over `width` features, `turn` of them at a time: one
 * chain per output.
 */
template <class T, class Op, int count, int turn, class S>
__attribute__((noinline)) static void register_tile(const T* __restrict x, const T* __restrict y, std::int64_t width,
                                                    Upcoming next, const TileTotals<S>& totals) {
  using V = typename Simd<T>::Vec;
  constexpr int lanes = Simd<T>::lanes;
  V sum[kTileRows][count];
#pragma GCC unroll 8
  for (auto& row : sum)
#pragma GCC unroll 3
    for (auto& v : row) v = Simd<T>::broadcast(0);
  for (std::int64_t f = 0; f < width; f += turn, x += turn * kPanel, y += turn * kPanel, next.at += next.step) {
    __builtin_prefetch(next.at, 0, 2);
#pragma GCC unroll 2
    for (int step = 0; step < turn; ++step) add_feature<T, Op>(x + step * kPanel, y + step * kPanel, sum);
  }
  S* to = totals.to;
  const S* from = totals.from;
#pragma GCC unroll 8
  for (int r = 0; r < kTileRows; ++r, to += totals.stride, from += totals.from_stride)
#pragma GCC unroll 3
    for (int v = 0; v < count; ++v) fold<T, Op>(sum[r][v], from + v * lanes, to + v * lanes);
}

/** `register_tile` of vectors [first, last) of a tile's. */
template <class T, class Op, class S>
static inline void part_of_tile(std::int64_t first, std::int64_t last, const T* x, const T* y, std::int64_t width,
                                Upcoming next, TileTotals<S> totals) {
  if (first >= last) return;
  totals.to += first * Simd<T>::lanes;
  totals.from += first * Simd<T>::lanes;
  // Two features a turn, or one: a loop with a feature left over after it loses a tenth of its speed to GCC 12's
  // copies.
  constexpr auto most = Op::vectors;
  static constexpr decltype(&register_tile<T, Op, 1, 1, S>) tiles[2][3] = {
      {register_tile<T, Op, 1, 1, S>, register_tile<T, Op, 2, 1, S>, register_tile<T, Op, most, 1, S>},
      {register_tile<T, Op, 1, 2, S>, register_tile<T, Op, 2, 2, S>, register_tile<T, Op, most, 2, S>}};
  tiles[width % 2 == 0][last - first - 1](x, y + first * Simd<T>::lanes, width, next, totals);
}

/** A rectangle of outputs: rows [x0, x0 + height) of x (whole register tiles), panels [p0, p1) of y. */
struct Rectangle {
  std::int64_t x0, height, p0, p1;
  bool upper;  // x and y are one matrix, and only pairs (i, j > i) are wanted: tiles without one are left out
  bool continues = false;  // the totals hold what came before; else they are undefined
  std::int64_t y0() const { return p0 * kPanel; }
  std::int64_t width() const { return (p1 - p0) * kPanel; }
};

/** Rows and panels of the largest rectangle: its totals and two blocks of its rows fit the second-level cache. */
inline constexpr std::int64_t kRectangleRows = 96, kRectanglePanels = 5;
using Totals = double[kRectangleRows * kRectanglePanels * kPanel];

/** Fetches what a panel's tiles need next, evenly over them: its successor of y, and a share of x's next block. */
template <class T>
class Fetcher {
 public:
  Fetcher(const T* y, std::int64_t y_count, const T* x, std::int64_t x_count, std::int64_t tiles, std::int64_t width)
      : turns_(divide_up(width, 2)), x_(x), y_end_(y + y_count), at_(y) {
    const auto bytes = (y_count + x_count) * static_cast<std::int64_t>(sizeof(T));
    step_ = smaller(divide_up(bytes, tiles * turns_), 64);
  }
  Upcoming next() {
    const Upcoming now{reinterpret_cast<const char*>(at_), step_};
    at_ += turns_ * step_ / static_cast<std::int64_t>(sizeof(T));
    if (at_ >= y_end_ && x_) {
      at_ = x_;
      x_ = nullptr;
    }
    return now;
  }

 private:
  std::int64_t turns_, step_;
  const T *x_, *y_end_, *at_;
};

/** The totals of every feature of x and y in a rectangle, whose rows are `stride` apart. */
template <class T, class Op, class S>
static void accumulate(const Runner& runner, const Panels<T>& x, const Panels<T>& y, const Rectangle& at, S* totals,
                       std::int64_t stride) {
  constexpr std::int64_t lanes = Simd<T>::lanes, columns = Op::vectors * lanes;
  alignas(64) static constexpr S zeros[columns] = {};
  const auto x_panel = at.x0 / kPanel, x_panels = divide_up(at.x0 + at.height, kPanel) - x_panel;
  for (std::int64_t block = 0; block < x.blocks() && !runner.cancelled(); ++block) {
    const bool zero = block == 0 && !at.continues;
    const auto width = x.width(block), next = smaller(block + 1, x.blocks() - 1);
    const auto share = x_panels * x.width(next) * kPanel / (at.p1 - at.p0);
    for (auto p = at.p0; p < at.p1; ++p) {
      const auto end = at.upper ? smaller(at.x0 + at.height, (p + 1) * kPanel) : at.x0 + at.height;
      if (end <= at.x0) continue;
      const T* successor = p + 1 < at.p1 ? y.at(block, p + 1) : y.at(next, at.p0);
      Fetcher<T> fetcher(successor, width * kPanel, x.at(next, x_panel) + (p - at.p0) * share, share,
                         divide_up(end - at.x0, kTileRows) * (kPanel / columns), width);
      for (std::int64_t j = 0; j < kPanel; j += columns) {
        const auto y0 = p * kPanel + j, last = smaller(Op::vectors, divide_up(y.rows - y0, lanes));
        for (auto i = at.x0; i < end; i += kTileRows) {
          const auto first = at.upper && i + 1 > y0 ? (i + 1 - y0) / lanes : 0;
          S* to = totals + (i - at.x0) * stride + y0 - at.y0();
          part_of_tile<T, Op>(first, last, x.at(block, i / kPanel) + i % kPanel, y.at(block, p) + j, width,
                              fetcher.next(),
                              zero ? TileTotals<S>{to, stride, zeros, 0} : TileTotals<S>{to, stride, to, stride});
        }
      }
    }
  }
}

/** `accumulate` with the metric's operation. */
template <class T, class S>
static void add_totals(const Runner& runner, const Panels<T>& x, const Panels<T>& y, Metric metric, const Rectangle& at,
                       S* totals, std::int64_t stride) {
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

/** Rows per rectangle: fewer where there would be less than `least` rectangles, so that threads end together. */
static inline std::int64_t rectangle_rows(std::int64_t x_rows, std::int64_t y_rectangles, std::int64_t least) {
  auto rows = kRectangleRows;
  while (rows > 8 && divide_up(x_rows, rows) * y_rectangles < least) rows = rows == 24 ? 8 : rows / 2;
  return rows;
}

}  // namespace likeness::LIKENESS_ISA
