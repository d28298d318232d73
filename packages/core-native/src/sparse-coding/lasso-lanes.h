#pragma once
// Vectors of some samples side by side, one sample in each lane, and matrices whose products with them are taken. A
// sample's numbers never meet those of another lane, so they do not depend on its neighbours. For kernel sources only.

#include "distance/panels.h"

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

/** A matrix in panels of kTall rows, [panel][column][kTall]; rows beyond the last are zero. */
struct Tall {
  std::int64_t rows = 0, cols = 0;
  double* data = nullptr;

  std::int64_t panels() const { return divide_up(rows, kTall); }
  double* at(std::int64_t panel) const { return data + panel * cols * kTall; }

  bool allocate(Runner& runner, std::int64_t r, std::int64_t c) {
    rows = r;
    cols = c;
    data = static_cast<double*>(runner.allocate(static_cast<std::size_t>(panels() * kTall * cols) * sizeof(double)));
    return data != nullptr;
  }

  /** Fills every panel with value(row, column). */
  template <class F>
  void fill(Runner& runner, double until, F value) const {
    auto panel = [&](std::int64_t p) {
      double* to = at(p);
      for (std::int64_t c = 0; c < cols; ++c)
        for (std::int64_t r = 0; r < kTall; ++r) *to++ = p * kTall + r < rows ? value(p * kTall + r, c) : 0;
    };
    for_blocks(runner, panels(), until, panel);
  }
};

/** kLaneRows rows with two vectors of lanes, over `width` columns: one chain per output, added to out. */
static __attribute__((noinline)) void lane_tile(const double* __restrict m, const double* __restrict v,
                                                std::int64_t width, double* __restrict out) {
  Lane sum[kLaneRows][2];
#pragma GCC unroll 12
  for (auto& row : sum) row[0] = row[1] = Simd<double>::broadcast(0);
#pragma GCC unroll 2
  for (std::int64_t c = 0; c < width; ++c, m += kTall, v += kLanes) {
    const Lane first = load(v), second = load(v + kLaneStep);
#pragma GCC unroll 12
    for (int r = 0; r < kLaneRows; ++r) {
      const Lane value = Simd<double>::broadcast(m[r]);
      sum[r][0] = fma(value, first, sum[r][0]);
      sum[r][1] = fma(value, second, sum[r][1]);
    }
  }
#pragma GCC unroll 12
  for (int r = 0; r < kLaneRows; ++r, out += kLanes) {
    store(out, load(out) + sum[r][0]);
    store(out + kLaneStep, load(out + kLaneStep) + sum[r][1]);
  }
}

/** out, kTall x kLanes = a panel times v: sums over columns in the defined order. */
static inline void panel_product(const Tall& m, std::int64_t panel, const double* v, double* out) {
  for (std::int64_t k = 0; k < kTall * kLanes; ++k) out[k] = 0;
  for (std::int64_t block = 0; block < m.cols; block += kSumBlock) {
    const auto width = smaller(kSumBlock, m.cols - block);
    for (std::int64_t l = 0; l < kLanes; l += 2 * kLaneStep)
      for (std::int64_t r = 0; r < kTall; r += kLaneRows)
        lane_tile(m.at(panel) + block * kTall + r, v + block * kLanes + l, width, out + r * kLanes + l);
  }
}

/** f(row, product[kLanes]) for each row of m times v, in order; ends, unfinished, once the job is cancelled. */
template <class F>
static void each_product(const Runner& runner, const Tall& m, const double* v, F f) {
  alignas(64) double out[kTall * kLanes];
  for (std::int64_t p = 0; p < m.panels() && !runner.cancelled(); ++p) {
    panel_product(m, p, v, out);
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

/** z moved towards zero by `by`, and zero where it would pass it or is NaN. */
static inline Lane soft_threshold(Lane z, Lane by) {
  const Lane zero = Simd<double>::broadcast(0), above = z - by, below = z + by;
  return above > zero ? above : below < zero ? below : zero;
}

static inline Lane lane_magnitude(Lane v) { return from_bits<double>(magnitude_bits<double>(v)); }

}  // namespace likeness::LIKENESS_ISA
