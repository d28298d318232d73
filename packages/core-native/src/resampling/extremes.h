#pragma once
// What counts as at least as extreme as what was observed. For kernel sources only.

#include "resampling/alternative.h"
#include "resampling/lanes.h"

namespace likeness::LIKENESS_ISA {

/** Streams of one seed: bootstraps, permutations and sign flips are independent of one another. */
inline constexpr std::uint64_t kFirstPermutation = std::uint64_t{1} << 32;
inline constexpr std::uint64_t kFirstFlip = std::uint64_t{1} << 33;

/** A statistic as a number that is large when it is extreme. */
static inline double extremity(double value, Alternative alternative) {
  return alternative == Alternative::greater ? value
         : alternative == Alternative::less  ? -value
                                             : __builtin_fabs(value);
}

/** The larger of two, where NaN is less than everything. */
static inline double larger(double a, double b) { return a != a || b > a ? b : a; }

}  // namespace likeness::LIKENESS_ISA
