#pragma once

#include "native/isa.h"
#include "native/runner.h"

namespace likeness {

/** Moments of the columns of a matrix, each run of its rows less its own means: what estimates of a covariance need. */
struct ColumnMomentsArgs {
  const void* x;  // rows x cols, row-major
  std::int64_t rows, cols, runs;
  const std::int32_t* offsets;  // runs + 1: where each run's rows begin
  bool is_float64;
  double* products;  // cols x cols: sums of x_i x_j
  double* squares;   // cols x cols: sums of x_i^2 x_j^2; null: not wanted
  double* fourth;    // 1: the sum over rows of (sum of squares)^2
};

LIKENESS_KERNEL(column_moments, ColumnMomentsArgs)

}  // namespace likeness
