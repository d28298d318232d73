#pragma once
// How often a resample holds each of some things. For kernel sources only.

#include "random/philox.h"
#include "resampling/lanes.h"

namespace likeness::LIKENESS_ISA {

/** How often each of n things is among n draws with replacement; `stride` apart. */
static inline void draw_counts(Philox& random, std::int64_t n, std::int32_t* counts, std::int64_t stride) {
  for (std::int64_t i = 0; i < n; ++i) counts[i * stride] = 0;
  for (std::int64_t i = 0; i < n; ++i) ++counts[random.below(static_cast<std::uint32_t>(n)) * stride];
}

static inline void constant_counts(std::int64_t n, std::int32_t* counts, std::int64_t stride) {
  for (std::int64_t i = 0; i < n; ++i) counts[i * stride] = 1;
}

/** The mean over subjects, each as often as it was drawn: a sum by the definition. */
static inline double mean_over_subjects(const double* similarities, std::int64_t stride, const std::int32_t* counts,
                                        std::int64_t count_stride, std::int64_t subjects) {
  double total = 0;
  for (std::int64_t from = 0; from < subjects; from += kSumBlock) {
    double chain = 0;
    for (auto s = from; s < smaller(from + kSumBlock, subjects); ++s)
      if (const auto count = counts[s * count_stride]; count > 0)
        chain = __builtin_fma(static_cast<double>(count), similarities[s * stride], chain);
    total += chain;
  }
  return canonical(total / static_cast<double>(subjects));
}

}  // namespace likeness::LIKENESS_ISA
