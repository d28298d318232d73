#pragma once
// One-sample t of the columns of a matrix whose rows' signs are flipped. For kernel sources only.

#include "native/simd.h"
#include "native/sums.h"

namespace likeness::LIKENESS_ISA {

/** Columns at a time: a whole number of groups of vectors at every level. */
inline constexpr std::int64_t kTileColumns = 64;

/**
 * Copies `used` columns of a matrix to tile, rows x kTileColumns, each scaled by a power of two that brings its largest
 * magnitude to [1, 2): t is the same, and no square overflows or vanishes.
 */
template <class T>
static void load_tile(const T* matrix, std::int64_t rows, std::int64_t stride, const std::int32_t* columns,
                      std::int64_t used, double* tile) {
  std::int64_t largest[kTileColumns] = {};
  for (std::int64_t i = 0; i < rows; ++i)
    for (std::int64_t c = 0; c < kTileColumns; ++c) {
      const double value = c < used ? static_cast<double>(matrix[i * stride + columns[c]]) : 0;
      const auto bits = __builtin_bit_cast(std::int64_t, value) & 0x7fffffffffffffff;
      largest[c] = bits > largest[c] ? bits : largest[c];
      tile[i * kTileColumns + c] = value;
    }
  double factors[kTileColumns];
  for (std::int64_t c = 0; c < kTileColumns; ++c) {
    const auto exponent = 2046 - (largest[c] >> 52);
    factors[c] = __builtin_bit_cast(double, (exponent < 1 ? 1 : exponent > 2045 ? 2045 : exponent) << 52);
  }
  for (std::int64_t i = 0; i < rows; ++i)
    for (std::int64_t c = 0; c < kTileColumns; ++c) tile[i * kTileColumns + c] *= factors[c];
}

/** Sums over rows of `kGroup` vectors of columns: of sign * x, or of (sign * x - mean)². */
inline constexpr int kGroup = 4;
template <bool squares>
static void sum_rows(const double* tile, const double* signs, std::int64_t rows, const Simd<double>::Vec* means,
                     Simd<double>::Vec* sums) {
  using S = Simd<double>;
  for (int g = 0; g < kGroup; ++g) sums[g] = S::broadcast(0);
  for (std::int64_t from = 0; from < rows; from += kSumBlock) {
    typename S::Vec block[kGroup];
    for (int g = 0; g < kGroup; ++g) block[g] = S::broadcast(0);
    for (auto i = from; i < rows && i < from + kSumBlock; ++i) {
      const auto sign = S::broadcast(signs[i]);
      for (int g = 0; g < kGroup; ++g) {
        const auto x = load(tile + i * kTileColumns + g * S::lanes);
        if constexpr (squares) {
          const auto apart = fma(sign, x, -means[g]);
          block[g] = fma(apart, apart, block[g]);
        } else {
          block[g] = fma(sign, x, block[g]);
        }
      }
    }
    for (int g = 0; g < kGroup; ++g) sums[g] += block[g];
  }
}

/** t of the columns of a tile: mean / sqrt(variance / rows), the variance with rows - 1. */
static void one_sample_t(const double* tile, const double* signs, std::int64_t rows, double* t) {
  using S = Simd<double>;
  const auto n = S::broadcast(static_cast<double>(rows));
  const auto freedom = S::broadcast(static_cast<double>(rows - 1));
  double error[kTileColumns];
  for (std::int64_t c = 0; c < kTileColumns; c += kGroup * S::lanes) {
    typename S::Vec means[kGroup], squares[kGroup];
    sum_rows<false>(tile + c, signs, rows, nullptr, means);
    for (int g = 0; g < kGroup; ++g) means[g] /= n;
    sum_rows<true>(tile + c, signs, rows, means, squares);
    for (int g = 0; g < kGroup; ++g) {
      store(t + c + g * S::lanes, means[g]);
      store(error + c + g * S::lanes, squares[g] / freedom / n);
    }
  }
  for (std::int64_t c = 0; c < kTileColumns; ++c) t[c] /= __builtin_sqrt(error[c]);
}

}  // namespace likeness::LIKENESS_ISA
