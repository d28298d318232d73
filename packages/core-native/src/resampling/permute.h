#pragma once

#include "native/isa.h"
#include "native/runner.h"
#include "resampling/alternative.h"
#include "resampling/comparison.h"
#include "resampling/rows.h"

namespace likeness {

/** Comparisons of every row of x with every row of y whose labels are permuted, averaged over x's rows. */
struct PermuteArgs {
  Rows x, y;
  std::int64_t conditions;  // whose labels are permuted, columns being their pairs; 0: the columns themselves
  Comparison comparison;
  Alternative alternative;
  std::uint64_t seed;
  std::int64_t permutations;
  double* similarities;          // x.rows x y.rows, as the data came
  double* estimates;             // y.rows: their means
  double* null;                  // permutations x y.rows
  double* maxima;                // permutations: the most extreme over y's rows, as a number that is large when extreme
  std::int32_t* extreme;         // y.rows: permutations at least as extreme as the estimate
  std::int32_t* extreme_of_all;  // y.rows: permutations whose maximum is
};

LIKENESS_KERNEL(permute, PermuteArgs)

}  // namespace likeness
