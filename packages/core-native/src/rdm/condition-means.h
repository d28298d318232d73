#pragma once

#include "native/isa.h"
#include "native/runner.h"

namespace likeness {

/** Means of the rows of each cell (a condition, or a condition in a fold); a cell without a row is zero. */
struct ConditionMeansArgs {
  const void* x;  // rows x cols, row-major
  std::int64_t rows, cols, cells;
  const std::int32_t* order;    // rows, those of one cell adjacent and in order
  const std::int32_t* offsets;  // cells + 1: where each cell's rows begin in `order`
  const double* scales;         // cols factors of the means; null: none
  bool is_float64, out_float64;
  void* out;  // cells x cols
};

LIKENESS_KERNEL(condition_means, ConditionMeansArgs)

}  // namespace likeness
