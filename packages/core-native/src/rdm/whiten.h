#pragma once

#include "native/isa.h"
#include "native/runner.h"

namespace likeness {

/** The rows of x in coordinates where a quadratic form is the identity: out = x U^T. */
struct WhitenArgs {
  const double* x;       // rows x cols
  const double* factor;  // cols x cols: U, upper triangular, zero below; the form is U^T U
  std::int64_t rows, cols;
  double* out;  // rows x cols
};

LIKENESS_KERNEL(whiten, WhitenArgs)

}  // namespace likeness
