#pragma once
// A matrix in tiles of rows, whose products with samples, which stand across vectors, are taken. For kernel sources
// only.

#include "native/simd.h"
#include "native/sums.h"

namespace likeness::LIKENESS_ISA {

/** A matrix of rows x terms as [tile of kHeight rows][term][row]; rows beyond the last are zero. */
template <class T, std::int64_t kHeight>
struct RowTiles {
  std::int64_t rows = 0, terms = 0;
  T* data = nullptr;

  std::int64_t tiles() const { return divide_up(rows, kHeight); }
  T* at(std::int64_t tile) const { return data + tile * terms * kHeight; }
  T& element(std::int64_t row, std::int64_t term) const { return at(row / kHeight)[term * kHeight + row % kHeight]; }

  bool allocate(Runner& runner, std::int64_t row_count, std::int64_t term_count) {
    rows = row_count;
    terms = term_count;
    data = static_cast<T*>(runner.allocate(static_cast<std::size_t>(tiles() * kHeight * terms) * sizeof(T)));
    return data != nullptr;
  }

  /** Fills every tile with value(row, term). */
  template <class F>
  void fill(Runner& runner, double until, F value) const {
    auto block = [&](std::int64_t tile) {
      T* to = at(tile);
      for (std::int64_t term = 0; term < terms; ++term)
        for (std::int64_t r = 0; r < kHeight; ++r, ++to)
          *to = tile * kHeight + r < rows ? value(tile * kHeight + r, term) : T(0);
    };
    for_blocks(runner, tiles(), until, block);
  }
};

/**
 * The products of `height` rows with two vectors of samples, over some terms: one chain per output. The next term's
 * rows are row_step values further on, its samples sample_step; rows are fetched `ahead` values before they are needed.
 */
template <int height, std::int64_t row_step, std::int64_t sample_step, std::int64_t ahead, class T>
static inline __attribute__((always_inline)) void multiply_chains(const T* __restrict rows, const T* __restrict samples,
                                                                  std::int64_t terms,
                                                                  typename Simd<T>::Vec (&sum)[height][2]) {
  using V = typename Simd<T>::Vec;
#pragma GCC unroll 12
  for (auto& row : sum) row[0] = row[1] = Simd<T>::broadcast(0);
#pragma GCC unroll 2
  for (std::int64_t term = 0; term < terms; ++term, rows += row_step, samples += sample_step) {
    const V first = load(samples), second = load(samples + Simd<T>::lanes);
    if constexpr (ahead > 0) __builtin_prefetch(rows + ahead);
#pragma GCC unroll 12
    for (int r = 0; r < height; ++r) {
      const V value = Simd<T>::broadcast(rows[r]);
      sum[r][0] = fma(value, first, sum[r][0]);
      sum[r][1] = fma(value, second, sum[r][1]);
    }
  }
}

/** z moved towards zero by `by`; `inside` where it would pass it, or is NaN. */
template <class V>
static inline V soft_threshold(V z, V by, V inside) {
  const V zero{}, above = z - by, below = z + by;
  return above > zero ? above : below < zero ? below : inside;
}

/** The mean of all values of a matrix from the sums of its rows, in order. */
static inline double mean_of(const double* row_sums, std::int64_t rows, std::int64_t cols) {
  double sum = 0;
  for (std::int64_t i = 0; i < rows; ++i) sum += row_sums[i];
  return sum / (static_cast<double>(rows) * static_cast<double>(cols));
}

}  // namespace likeness::LIKENESS_ISA
