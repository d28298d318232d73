#pragma once
// Permuted models against the RDMs of many centres: products in registers, of which only the largest of each
// permutation and the counts of each centre are kept. For kernel sources only.

#include "distance/tile.h"
#include "rdm/ranks.h"

namespace likeness::LIKENESS_ISA {

/** Values of kTileRows permutations of one model, pair by pair. */
template <class U>
struct Strip {
  const U* data;  // pairs x kTileRows
  int rows;       // those that are permutations; the rest repeat the last
};

/** One panel's centres for one model. */
template <class U>
struct NullColumns {
  const U *own, *inverse;  // kPanel each: their products with the model as it is, and 1 / norm
  std::int32_t* below;     // kPanel: counts of permutations whose product is smaller
};

template <class U>
using TileSums = typename Simd<U>::Vec[kTileRows][Product<U>::vectors];

template <class U>
static inline __attribute__((always_inline)) void strip_products(const U* x, const U* y, std::int64_t pairs,
                                                                 TileSums<U>& sum) {
#pragma GCC unroll 8
  for (auto& row : sum)
#pragma GCC unroll 3
    for (auto& v : row) v = Simd<U>::broadcast(0);
  for (std::int64_t p = 0; p < pairs; ++p, x += kTileRows, y += kPanel) add_feature<U, Product<U>>(x, y, sum);
}

template <class U>
static inline typename Simd<U>::Vec magnitude(typename Simd<U>::Vec v) {
  return from_bits<U>(magnitude_bits<U>(v));
}

template <class U>
static inline typename Simd<U>::Vec larger(typename Simd<U>::Vec a, typename Simd<U>::Vec b) {
  return a > b ? a : b;
}

/** Counts and maxima of one tile, whose columns are j.. of the panel; `largest` is kTileRows x lanes. */
template <class U, bool two_sided>
static inline __attribute__((always_inline)) void take_tile(TileSums<U>& sum, int rows, const NullColumns<U>& columns,
                                                            std::int64_t j, U* largest) {
  using V = typename Simd<U>::Vec;
  constexpr int lanes = Simd<U>::lanes, vectors = Product<U>::vectors;
  V own[vectors], inverse[vectors];
  typename Simd<U>::BitVec below[vectors];
#pragma GCC unroll 3
  for (int v = 0; v < vectors; ++v) {
    own[v] = load(columns.own + j + v * lanes);
    inverse[v] = load(columns.inverse + j + v * lanes);
    below[v] = typename Simd<U>::BitVec{};
  }
#pragma GCC unroll 8
  for (int r = 0; r < kTileRows; ++r) {
    if (r >= rows) break;
    V most = load(largest + r * lanes);
#pragma GCC unroll 3
    for (int v = 0; v < vectors; ++v) {
      const V value = two_sided ? magnitude<U>(sum[r][v]) : sum[r][v];
      count_less<U>(below[v], value, own[v]);
      most = larger<U>(value * inverse[v], most);
    }
    store(largest + r * lanes, most);
  }
  typename Simd<U>::Bits counts[vectors * lanes];
  __builtin_memcpy(counts, below, sizeof below);
  for (int c = 0; c < vectors * lanes; ++c) columns.below[j + c] += static_cast<std::int32_t>(counts[c]);
}

/** One strip against one panel, in one block of pairs. */
template <class U, bool two_sided>
static __attribute__((noinline)) void null_tiles(const Strip<U>& strip, const U* panel, std::int64_t pairs,
                                                 const NullColumns<U>& columns, U* largest) {
  constexpr std::int64_t step = Product<U>::vectors * Simd<U>::lanes;
  for (std::int64_t j = 0; j < kPanel; j += step) {
    TileSums<U> sum;
    strip_products<U>(strip.data, panel + j, pairs, sum);
    take_tile<U, two_sided>(sum, strip.rows, columns, j, largest);
  }
}

/** Adds one block of pairs of a strip against a panel to totals, kTileRows x kPanel. */
template <class U>
static __attribute__((noinline)) void add_strip(const U* strip, const U* panel, std::int64_t pairs, double* totals) {
  constexpr int lanes = Simd<U>::lanes, vectors = Product<U>::vectors;
  for (std::int64_t j = 0; j < kPanel; j += vectors * lanes) {
    TileSums<U> sum;
    strip_products<U>(strip, panel + j, pairs, sum);
#pragma GCC unroll 8
    for (int r = 0; r < kTileRows; ++r)
#pragma GCC unroll 3
      for (int v = 0; v < vectors; ++v) {
        double* total = totals + r * kPanel + j + v * lanes;
        fold<U, Product<U>>(sum[r][v], total, total);
      }
  }
}

template <class U, bool two_sided>
static __attribute__((noinline)) void take_totals(const double* totals, int rows, const NullColumns<U>& columns,
                                                  U* largest) {
  constexpr int lanes = Simd<U>::lanes, vectors = Product<U>::vectors;
  for (std::int64_t j = 0; j < kPanel; j += vectors * lanes) {
    TileSums<U> sum;
    for (int r = 0; r < kTileRows; ++r) {
      U lane[vectors * lanes];
      for (int c = 0; c < vectors * lanes; ++c) lane[c] = static_cast<U>(totals[r * kPanel + j + c]);
      for (int v = 0; v < vectors; ++v) sum[r][v] = load(lane + v * lanes);
    }
    take_tile<U, two_sided>(sum, rows, columns, j, largest);
  }
}

/** How many of n ascending values reach one. */
template <class U>
static std::int32_t count_reaching_values(const U* ascending, std::int64_t n, U own) {
  std::int64_t low = 0, high = n;
  while (low < high) {
    const auto middle = (low + high) / 2;
    if (ascending[middle] < own)
      low = middle + 1;
    else
      high = middle;
  }
  return static_cast<std::int32_t>(n - low);
}

}  // namespace likeness::LIKENESS_ISA
