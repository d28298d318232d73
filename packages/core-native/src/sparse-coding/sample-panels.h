#pragma once
// Matrix products whose outputs are samples across vectors: a small matrix in tiles of rows times samples in panels, so
// that codes, products and residuals share one layout through all iterations. For kernel sources only.

#include "sparse-coding/row-tiles.h"

namespace likeness::LIKENESS_ISA {

/** Samples per panel; fixed, since sums over samples are defined by it. */
inline constexpr std::int64_t kSamples = 32;

// 24 or 12 sums, two vectors of samples and a broadcast fill the registers.
#if defined(LIKENESS_ISA_avx512) || defined(LIKENESS_ISA_neon)
inline constexpr std::int64_t kRows = 12;
#elif defined(LIKENESS_ISA_avx2)
inline constexpr std::int64_t kRows = 6;
#else
inline constexpr std::int64_t kRows = 4;
#endif

/** Samples as [panel][feature][kSamples]; samples beyond the last are zero. */
template <class T>
struct SamplePanels {
  std::int64_t features = 0;
  T* data = nullptr;

  T* at(std::int64_t panel) const { return data + panel * features * kSamples; }

  bool allocate(Runner& runner, std::int64_t samples, std::int64_t feature_count) {
    features = feature_count;
    const auto values = divide_up(samples, kSamples) * kSamples * features;
    data = static_cast<T*>(runner.allocate(static_cast<std::size_t>(values) * sizeof(T)));
    return data != nullptr;
  }
};

/** The sums of a tile's rows with 2 * lanes samples, over some terms: one chain per output. */
template <class T>
__attribute__((noinline)) static void tile_sums(const T* __restrict tile, const T* __restrict samples,
                                                std::int64_t terms, T* __restrict out) {
  constexpr int lanes = Simd<T>::lanes;
  typename Simd<T>::Vec sum[kRows][2];
  // The tiles of a whole matrix do not fit the second-level cache in float64.
  multiply_chains<kRows, kRows, kSamples, 16 * kRows>(tile, samples, terms, sum);
#pragma GCC unroll 12
  for (int r = 0; r < kRows; ++r) {
    store(out + r * 2 * lanes, sum[r][0]);
    store(out + r * 2 * lanes + lanes, sum[r][1]);
  }
}

/**
 * f(row, sample, sums) for the products of tiles [first, last) of the matrix with a panel, for each row in order and
 * one vector of samples from `sample` on. `f` may overwrite neither.
 */
template <class T, class F>
static void multiply(const RowTiles<T, kRows>& matrix, std::int64_t first, std::int64_t last, const T* panel, F f) {
  constexpr std::int64_t lanes = Simd<T>::lanes, columns = 2 * lanes, outputs = kRows * columns;
  alignas(64) T sums[outputs];
  alignas(64) double totals[outputs];
  for (auto tile = first; tile < last; ++tile)
    for (std::int64_t s = 0; s < kSamples; s += columns) {
      const bool several = matrix.terms > kSumBlock;
      if (several)
        for (std::int64_t k = 0; k < outputs; ++k) totals[k] = 0;
      for (std::int64_t term = 0; term < matrix.terms; term += kSumBlock) {
        tile_sums(matrix.at(tile) + term * kRows, panel + term * kSamples + s, smaller(kSumBlock, matrix.terms - term),
                  sums);
        if (several)
          for (std::int64_t k = 0; k < outputs; ++k) totals[k] += static_cast<double>(sums[k]);
      }
      if (several)
        for (std::int64_t k = 0; k < outputs; ++k) sums[k] = static_cast<T>(totals[k]);
      const auto used = smaller(kRows, matrix.rows - tile * kRows);
      for (std::int64_t r = 0; r < used; ++r)
        for (std::int64_t v = 0; v < columns; v += lanes) f(tile * kRows + r, s + v, load(sums + r * columns + v));
    }
}

/** The sum over a panel's samples, pairwise: halves are added until one value is left, in values[0]. */
static inline double sum_samples(double* values) {
#pragma GCC unroll 8
  for (int width = kSamples / 2; width > 0; width /= 2)
    for (int s = 0; s < width; ++s) values[s] += values[s + width];
  return values[0];
}

}  // namespace likeness::LIKENESS_ISA
