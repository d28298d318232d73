#pragma once
// kPanel x kPanel distances between two panels: register tiles over outputs, features in order. For kernel sources
// only.

#include "distance/panels.h"

namespace likeness::LIKENESS_ISA {

template <class T>
struct Product {
  using V = typename Simd<T>::Vec;
  static constexpr bool adds = true;
  static V step(V sum, V x, V y) { return fma(x, y, sum); }
};

template <class T>
struct SquaredDifference {
  using V = typename Simd<T>::Vec;
  static constexpr bool adds = true;
  static V step(V sum, V x, V y) {
    const V d = x - y;
    return fma(d, d, sum);
  }
};

template <class T>
struct AbsoluteDifference {
  using V = typename Simd<T>::Vec;
  static constexpr bool adds = true;
  static V step(V sum, V x, V y) { return sum + from_bits<T>(magnitude_bits<T>(x - y)); }
};

template <class T>
struct LargestDifference {
  using V = typename Simd<T>::Vec;
  static constexpr bool adds = false;
  static V step(V largest, V x, V y) {
    const auto a = __builtin_bit_cast(typename Simd<T>::BitVec, largest), b = magnitude_bits<T>(x - y);
    return from_bits<T>(a > b ? a : b);
  }
};

using Totals = double[kPanel][kPanel];

/** Folds features [f0, f1) into totals: one chain per output from zero, then one float64 addition (or maximum). */
template <class T, class Op>
static void accumulate(const T* x, const T* y, std::int64_t f0, std::int64_t f1, Totals& totals) {
  using V = typename Simd<T>::Vec;
  constexpr int lanes = Simd<T>::lanes;
  constexpr int vectors = 2 * lanes <= kPanel ? 2 : 1;
  for (std::int64_t i = 0; i < kPanel; i += kTileRows)
    for (std::int64_t j = 0; j < kPanel; j += vectors * lanes) {
      V sum[kTileRows][vectors];
      for (auto& row : sum)
        for (auto& v : row) v = Simd<T>::broadcast(0);
      for (auto f = f0; f < f1; ++f) {
        const T* xf = x + f * kPanel + i;
        const T* yf = y + f * kPanel + j;
        V column[vectors];
        for (int v = 0; v < vectors; ++v) column[v] = load(yf + v * lanes);
#pragma GCC unroll 8
        for (int r = 0; r < kTileRows; ++r) {
          const V value = Simd<T>::broadcast(xf[r]);
          for (int v = 0; v < vectors; ++v) sum[r][v] = Op::step(sum[r][v], value, column[v]);
        }
      }
      for (int r = 0; r < kTileRows; ++r) {
        T lane[vectors * lanes];
        for (int v = 0; v < vectors; ++v) store(lane + v * lanes, sum[r][v]);
        double* total = &totals[i + r][j];
        for (int l = 0; l < vectors * lanes; ++l) {
          const double value = static_cast<double>(lane[l]);
          if constexpr (Op::adds)
            total[l] += value;
          else
            total[l] = value <= total[l] ? total[l] : total[l] == total[l] ? value : total[l];
        }
      }
    }
}

template <class T, class Op>
static void panel_totals(const Runner& runner, const T* x, const T* y, std::int64_t cols, Totals& totals) {
  for (auto& row : totals)
    for (auto& total : row) total = 0;
  each_block(runner, cols, [&](std::int64_t f0, std::int64_t f1) { accumulate<T, Op>(x, y, f0, f1, totals); });
}

/** 1 - product / (|x| |y|), in [0, 2]; equal sums of squares are their own root's square, so equal rows give exactly 0.
 */
static inline double from_product(double product, double xx, double yy) {
  const double norm = xx == yy ? xx : __builtin_sqrt(xx) * __builtin_sqrt(yy);
  const double distance = 1 - product / norm;
  return distance < 0 ? 0 : distance > 2 ? 2 : distance;
}

/** The distances of panel p of x to panel q of y. NaN has one bit pattern, for processors differ in what they
 * propagate. */
template <class T>
static void panel_distances(const Runner& runner, const Panels<T>& x, std::int64_t p, const Panels<T>& y,
                            std::int64_t q, Metric metric, Totals& out) {
  const T* xp = x.panel(p);
  const T* yq = y.panel(q);
  if (metric == Metric::cosine || metric == Metric::correlation)
    panel_totals<T, Product<T>>(runner, xp, yq, x.cols, out);
  else if (metric == Metric::cityblock)
    panel_totals<T, AbsoluteDifference<T>>(runner, xp, yq, x.cols, out);
  else if (metric == Metric::chebyshev)
    panel_totals<T, LargestDifference<T>>(runner, xp, yq, x.cols, out);
  else
    panel_totals<T, SquaredDifference<T>>(runner, xp, yq, x.cols, out);
  for (std::int64_t i = 0; i < kPanel; ++i)
    for (std::int64_t j = 0; j < kPanel; ++j) {
      double d = out[i][j];
      if (metric == Metric::cosine || metric == Metric::correlation)
        d = from_product(d, x.squares[p * kPanel + i], y.squares[q * kPanel + j]);
      else if (metric == Metric::euclidean)
        d = __builtin_sqrt(d);
      out[i][j] = d == d ? d : __builtin_nan("");
    }
}

}  // namespace likeness::LIKENESS_ISA
