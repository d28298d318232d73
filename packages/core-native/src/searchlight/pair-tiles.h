#pragma once
// Sums of every pair of conditions over the members of a neighbourhood: register tiles over pairs. For kernel sources
// only.

#include "distance/tile.h"

namespace likeness::LIKENESS_ISA {

/** Conditions i0.. against j0.., a member at a time. */
template <class T>
struct PairTile {
  const T *rows, *columns;  // of the first member and fold
  std::int64_t members, stride;
  std::int64_t folds, width;
  const T *present_rows, *present_columns;
};

/** Adds one member to each pair's chain: a product, or a squared difference. */
template <class T, class Op>
struct Member {
  static constexpr int vectors = Op::vectors;
  template <int rows, int count>
  static inline __attribute__((always_inline)) void add(const PairTile<T>&, const T* x, const T* y,
                                                        typename Simd<T>::Vec (&sum)[rows][count]) {
    typename Simd<T>::Vec column[count];
#pragma GCC unroll 3
    for (int v = 0; v < count; ++v) column[v] = load(y + v * Simd<T>::lanes);
#pragma GCC unroll 8
    for (int r = 0; r < rows; ++r) {
      const auto value = Simd<T>::broadcast(x[r]);
#pragma GCC unroll 3
      for (int v = 0; v < count; ++v) sum[r][v] = Op::step(sum[r][v], value, column[v]);
    }
  }
};

/** The products of the differences in every two folds, each once: fold n's with the sum of those before it. */
template <class T, bool complete>
struct MemberFolds {
  static constexpr int vectors = 1;
  template <int rows, int count>
  static inline __attribute__((always_inline)) void add(const PairTile<T>& tile, const T* x, const T* y,
                                                        typename Simd<T>::Vec (&sum)[rows][count]) {
    using V = typename Simd<T>::Vec;
    V before[rows][count];
    for (std::int64_t f = 0; f < tile.folds; ++f, x += tile.width, y += tile.width) {
#pragma GCC unroll 8
      for (int r = 0; r < rows; ++r)
#pragma GCC unroll 3
        for (int v = 0; v < count; ++v) {
          V d = Simd<T>::broadcast(x[r]) - load(y + v * Simd<T>::lanes);
          if constexpr (!complete)
            d *= Simd<T>::broadcast(tile.present_rows[f * tile.width + r]) *
                 load(tile.present_columns + f * tile.width + v * Simd<T>::lanes);
          if (f > 0) sum[r][v] = fma(d, before[r][v], sum[r][v]);
          before[r][v] = f > 0 ? before[r][v] + d : d;
        }
    }
  }
};

template <class T, class Op, int rows, int count>
static __attribute__((noinline)) void pair_tile(const PairTile<T>& tile, T* square, std::int64_t square_stride) {
  using V = typename Simd<T>::Vec;
  V sum[rows][count];
#pragma GCC unroll 8
  for (auto& row : sum)
#pragma GCC unroll 3
    for (auto& v : row) v = Simd<T>::broadcast(0);
  const T *x = tile.rows, *y = tile.columns;
  for (std::int64_t m = 0; m < tile.members; ++m, x += tile.stride, y += tile.stride)
    Op::template add<rows, count>(tile, x, y, sum);
#pragma GCC unroll 8
  for (int r = 0; r < rows; ++r)
#pragma GCC unroll 3
    for (int v = 0; v < count; ++v) store(square + r * square_stride + v * Simd<T>::lanes, sum[r][v]);
}

template <class T, class Op, int rows>
static void pair_tiles(PairTile<T> tile, std::int64_t from, T* square, std::int64_t width) {
  constexpr std::int64_t lanes = Simd<T>::lanes;
  const T *columns = tile.columns, *present = tile.present_columns;
  for (auto j = from; j < width;) {
    tile.columns = columns + j;
    tile.present_columns = present + j;
    const auto left = (width - j) / lanes;
    if (Op::vectors >= 3 && left >= 3) {
      pair_tile<T, Op, rows, Op::vectors >= 3 ? 3 : 1>(tile, square + j, width);
      j += 3 * lanes;
    } else if (Op::vectors >= 2 && left >= 2) {
      pair_tile<T, Op, rows, Op::vectors >= 2 ? 2 : 1>(tile, square + j, width);
      j += 2 * lanes;
    } else {
      pair_tile<T, Op, rows, 1>(tile, square + j, width);
      j += lanes;
    }
  }
}

/** Sums of every pair i <= j into square[i * width + j]; what stands elsewhere means nothing. */
template <class T, class Op>
static void pair_sums(const PairTile<T>& all, std::int64_t conditions, T* square) {
  constexpr std::int64_t lanes = Simd<T>::lanes, half = kTileRows / 2;
  for (std::int64_t i = 0; i < conditions; i += kTileRows) {
    PairTile<T> tile = all;
    tile.rows += i;
    tile.present_rows += i;
    T* row = square + i * all.width;
    const auto from = i / lanes * lanes;
    if (conditions - i <= half)
      pair_tiles<T, Op, half>(tile, from, row, all.width);
    else
      pair_tiles<T, Op, kTileRows>(tile, from, row, all.width);
  }
}

}  // namespace likeness::LIKENESS_ISA
