#pragma once
// Matrix products whose outputs are samples across vectors: a small matrix in tiles of rows times samples in panels, so
// that codes, products and residuals share one layout through all iterations. For kernel sources only.

#include "native/simd.h"

namespace likeness::LIKENESS_ISA {

/** The definition of a sum: one chain per output within a block of this many terms, blocks added in order. */
inline constexpr std::int64_t kTerms = 256;

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

static inline std::int64_t least_of(std::int64_t a, std::int64_t b) { return a < b ? a : b; }
static inline std::int64_t ceil_div(std::int64_t a, std::int64_t b) { return (a + b - 1) / b; }

/** A matrix of rows x terms as [tile of kRows rows][term][row]; rows beyond the last are zero. */
template <class T>
struct RowTiles {
  std::int64_t rows = 0, terms = 0;
  T* data = nullptr;

  std::int64_t tiles() const { return ceil_div(rows, kRows); }
  T* at(std::int64_t tile) const { return data + tile * terms * kRows; }
  T& element(std::int64_t row, std::int64_t term) const { return at(row / kRows)[term * kRows + row % kRows]; }

  bool allocate(Runner& runner, std::int64_t row_count, std::int64_t term_count) {
    rows = row_count;
    terms = term_count;
    data = static_cast<T*>(runner.allocate(static_cast<std::size_t>(tiles() * kRows * terms) * sizeof(T)));
    return data != nullptr;
  }

  /** Fills tiles with f(row, term). */
  template <class F>
  void fill(std::int64_t tile, F f) const {
    T* to = at(tile);
    for (std::int64_t term = 0; term < terms; ++term)
      for (std::int64_t r = 0; r < kRows; ++r, ++to) *to = tile * kRows + r < rows ? f(tile * kRows + r, term) : T(0);
  }
};

/** Samples as [panel][feature][kSamples]; samples beyond the last are zero. */
template <class T>
struct SamplePanels {
  std::int64_t features = 0;
  T* data = nullptr;

  T* at(std::int64_t panel) const { return data + panel * features * kSamples; }

  bool allocate(Runner& runner, std::int64_t samples, std::int64_t feature_count) {
    features = feature_count;
    const auto values = ceil_div(samples, kSamples) * kSamples * features;
    data = static_cast<T*>(runner.allocate(static_cast<std::size_t>(values) * sizeof(T)));
    return data != nullptr;
  }
};

/** The sums of a tile's rows with 2 * lanes samples, over some terms: one chain per output. */
template <class T>
__attribute__((noinline)) static void tile_sums(const T* __restrict tile, const T* __restrict samples,
                                                std::int64_t terms, T* __restrict out) {
  using V = typename Simd<T>::Vec;
  constexpr int lanes = Simd<T>::lanes;
  V sum[kRows][2];
#pragma GCC unroll 12
  for (auto& row : sum) row[0] = row[1] = Simd<T>::broadcast(0);
  for (std::int64_t term = 0; term < terms; ++term, tile += kRows, samples += kSamples) {
    const V first = load(samples), second = load(samples + lanes);
    // The tiles of a whole matrix do not fit the second-level cache in float64.
    __builtin_prefetch(tile + 16 * kRows);
#pragma GCC unroll 12
    for (int r = 0; r < kRows; ++r) {
      const V value = Simd<T>::broadcast(tile[r]);
      sum[r][0] = fma(value, first, sum[r][0]);
      sum[r][1] = fma(value, second, sum[r][1]);
    }
  }
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
static void multiply(const RowTiles<T>& matrix, std::int64_t first, std::int64_t last, const T* panel, F f) {
  constexpr std::int64_t lanes = Simd<T>::lanes, columns = 2 * lanes, outputs = kRows * columns;
  alignas(64) T sums[outputs];
  alignas(64) double totals[outputs];
  for (auto tile = first; tile < last; ++tile)
    for (std::int64_t s = 0; s < kSamples; s += columns) {
      const bool several = matrix.terms > kTerms;
      if (several)
        for (std::int64_t k = 0; k < outputs; ++k) totals[k] = 0;
      for (std::int64_t term = 0; term < matrix.terms; term += kTerms) {
        tile_sums(matrix.at(tile) + term * kRows, panel + term * kSamples + s, least_of(kTerms, matrix.terms - term),
                  sums);
        if (several)
          for (std::int64_t k = 0; k < outputs; ++k) totals[k] += static_cast<double>(sums[k]);
      }
      if (several)
        for (std::int64_t k = 0; k < outputs; ++k) sums[k] = static_cast<T>(totals[k]);
      const auto used = least_of(kRows, matrix.rows - tile * kRows);
      for (std::int64_t r = 0; r < used; ++r)
        for (std::int64_t v = 0; v < columns; v += lanes) f(tile * kRows + r, s + v, load(sums + r * columns + v));
    }
}

/** The double-precision vector of values from p on. */
static inline Simd<double>::Vec load_wide(const double* p) { return load(p); }
static inline Simd<double>::Vec load_wide(const float* p) {
#if defined(LIKENESS_ISA_scalar)
  return static_cast<double>(*p);
#else
  typedef float Half __attribute__((vector_size(kVectorBytes / 2)));
  Half half;
  __builtin_memcpy(&half, p, sizeof half);
  return __builtin_convertvector(half, Simd<double>::Vec);
#endif
}

/** The sum over a panel's samples, pairwise: halves are added until one value is left, in values[0]. */
static inline double sum_samples(double* values) {
#pragma GCC unroll 8
  for (int width = kSamples / 2; width > 0; width /= 2)
    for (int s = 0; s < width; ++s) values[s] += values[s + width];
  return values[0];
}

}  // namespace likeness::LIKENESS_ISA
