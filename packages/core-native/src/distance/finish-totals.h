#pragma once

#include "distance/accumulate.h"

namespace likeness {

/** From accumulated totals to distances; `out` may be `totals` itself where it is float64. */
struct FinishTotalsArgs {
  const double* totals;
  std::int64_t x_rows, y_rows, cols;
  bool symmetric;
  Metric metric;
  const double *x_sums, *y_sums;  // as in Columns
  bool is_float64;
  void* out;
};

LIKENESS_KERNEL(finish_totals, FinishTotalsArgs)

}  // namespace likeness
