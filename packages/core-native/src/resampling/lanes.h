#pragma once
// Vectors whose lanes are resamples: each lane is a draw of its own, so no lane ever meets another one, and the bits do
// not depend on how many there are. For kernel sources only.

#include "native/simd.h"
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

inline constexpr std::int64_t kSumBlock = 256;

static inline std::int64_t smaller_of(std::int64_t a, std::int64_t b) { return a < b ? a : b; }
static inline std::int64_t blocks_of(std::int64_t n, std::int64_t size) { return (n + size - 1) / size; }

/** Carves arrays out of one piece of memory, each at a multiple of 64 bytes; without memory it only counts. */
class Carver {
 public:
  explicit Carver(char* memory) : memory_(memory) {}
  template <class U>
  U* take(std::int64_t count) {
    const auto at = used_;
    used_ += (static_cast<std::size_t>(count) * sizeof(U) + 63) / 64 * 64;
    return memory_ ? reinterpret_cast<U*>(memory_ + at) : nullptr;
  }
  std::size_t used() const { return used_; }

 private:
  char* memory_;
  std::size_t used_ = 0;
};

static inline double value_at(const Rows& x, std::int64_t i) {
  return x.is_float64 ? static_cast<const double*>(x.data)[i]
                      : static_cast<double>(static_cast<const float*>(x.data)[i]);
}

static inline double canonical(double v) { return v == v ? v : __builtin_nan(""); }
static inline double clamped(double r) { return r > 1 ? 1 : r < -1 ? -1 : r; }

}  // namespace likeness::LIKENESS_ISA
