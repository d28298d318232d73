#pragma once

#include "native/isa.h"
#include "native/runner.h"

namespace likeness {

/** The Cholesky factor of a symmetric matrix, or its inverse. */
struct CholeskyArgs {
  const double* x;  // n x n; the upper triangle is read
  std::int64_t n;
  bool inverse;
  double* out;          // n x n: U, upper triangular, zero below, with U^T U = x; or the inverse of x
  std::int32_t* pivot;  // 1: the first row whose pivot is not above zero, where the work ended; -1 where there is none
};

LIKENESS_KERNEL(cholesky, CholeskyArgs)

}  // namespace likeness
