#pragma once
// Vectors whose lanes are resamples: each lane is a draw of its own, so no lane ever meets another one, and the bits do
// not depend on how many there are. For kernel sources only.

#include "native/carver.h"
#include "native/simd.h"
#include "native/sums.h"
#include "resampling/comparison.h"
#include "resampling/rows.h"

namespace likeness::LIKENESS_ISA {

template <class T>
struct Lanes {
#if defined(LIKENESS_ISA_scalar)
  using Vec = T;
  static constexpr int count = 1;
#else
  typedef T Vec __attribute__((vector_size(kVectorBytes)));
  static constexpr int count = kVectorBytes / static_cast<int>(sizeof(T));
#endif
};

static inline double value_at(const Rows& x, std::int64_t i) {
  return x.is_float64 ? static_cast<const double*>(x.data)[i]
                      : static_cast<double>(static_cast<const float*>(x.data)[i]);
}

static inline double canonical(double v) { return v == v ? v : __builtin_nan(""); }
static inline double clamped(double r) { return r > 1 ? 1 : r < -1 ? -1 : r; }

}  // namespace likeness::LIKENESS_ISA
