#pragma once
// Vectors of some samples side by side, one sample in each lane, and matrices whose products with them are taken. A
// sample's numbers never meet those of another lane, so they do not depend on its neighbours. For kernel sources only.

#include "sparse-coding/row-tiles.h"

namespace likeness::LIKENESS_ISA {

/** Samples side by side; an array of them is [entry][kLanes]. */
inline constexpr std::int64_t kLanes = 16;

/** Rows of a matrix whose products are taken together: each entry of the vectors that is read serves all of them. */
inline constexpr std::int64_t kTall = 12;

/** Of these, as many as their sums fill the registers. */
#if defined(LIKENESS_ISA_avx512) || defined(LIKENESS_ISA_neon)
inline constexpr int kLaneRows = 12;
#else
inline constexpr int kLaneRows = 4;
#endif

using Lane = Simd<double>::Vec;
inline constexpr int kLaneStep = Simd<double>::lanes;

using Tall = RowTiles<double, kTall>;

/** kLaneRows rows with two vectors of lanes, over `width` columns: one chain per output, added to out. */
static __attribute__((noinline)) void lane_tile(const double* __restrict m, const double* __restrict v,
                                                std::int64_t width, double* __restrict out) {
  Lane sum[kLaneRows][2];
  multiply_chains<kLaneRows, kTall, kLanes, 0>(m, v, width, sum);
#pragma GCC unroll 12
  for (int r = 0; r < kLaneRows; ++r, out += kLanes) {
    store(out, load(out) + sum[r][0]);
    store(out + kLaneStep, load(out + kLaneStep) + sum[r][1]);
  }
}

/** out, kTall x kLanes = a tile times v: sums over terms in the defined order. */
static inline void tile_product(const Tall& m, std::int64_t tile, const double* v, double* out) {
  for (std::int64_t k = 0; k < kTall * kLanes; ++k) out[k] = 0;
  for (std::int64_t block = 0; block < m.terms; block += kSumBlock) {
    const auto width = smaller(kSumBlock, m.terms - block);
    for (std::int64_t l = 0; l < kLanes; l += 2 * kLaneStep)
      for (std::int64_t r = 0; r < kTall; r += kLaneRows)
        lane_tile(m.at(tile) + block * kTall + r, v + block * kLanes + l, width, out + r * kLanes + l);
  }
}

/** f(row, product[kLanes]) for each row of m times v, in order; ends, unfinished, once the job is cancelled. */
template <class F>
static void each_product(const Runner& runner, const Tall& m, const double* v, F f) {
  alignas(64) double out[kTall * kLanes];
  for (std::int64_t p = 0; p < m.tiles() && !runner.cancelled(); ++p) {
    tile_product(m, p, v, out);
    for (std::int64_t r = 0; r < kTall && p * kTall + r < m.rows; ++r) f(p * kTall + r, out + r * kLanes);
  }
}

/** A sum over entries for each lane, in the defined order: f(place, lane, sum) is the sum with one entry's term. */
template <class F>
static void lane_sums(std::int64_t entries, double* total, F f) {
  for (std::int64_t l = 0; l < kLanes; l += kLaneStep) {
    Lane sum = Simd<double>::broadcast(0);
    for (std::int64_t block = 0; block < entries; block += kSumBlock) {
      Lane chain = Simd<double>::broadcast(0);
      for (auto e = block; e < smaller(block + kSumBlock, entries); ++e) chain = f(e * kLanes + l, l, chain);
      sum = sum + chain;
    }
    store(total + l, sum);
  }
}

static inline Lane lane_magnitude(Lane v) { return from_bits<double>(magnitude_bits<double>(v)); }

}  // namespace likeness::LIKENESS_ISA
