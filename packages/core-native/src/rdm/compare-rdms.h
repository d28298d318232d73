#pragma once

#include "native/isa.h"
#include "native/runner.h"
#include "rdm/comparison.h"

namespace likeness {

/** Similarities of the rows of a to the rows of b; a cell that is NaN in either row is left out of their comparison. */
struct CompareRdmsArgs {
  const void* a;  // a_rows x cells
  const void* b;  // b_rows x cells
  std::int64_t a_rows, b_rows, cells;
  std::int64_t conditions;  // cells = conditions (conditions - 1) / 2; whitened comparisons only
  Comparison comparison;
  bool is_float64;
  double* out;  // a_rows x b_rows
};

LIKENESS_KERNEL(compare_rdms, CompareRdmsArgs)

}  // namespace likeness
