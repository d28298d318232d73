#pragma once

#include "native/isa.h"
#include "native/runner.h"

namespace likeness {

enum class LassoMethod : int { fista = 0, coordinate_descent = 1 };

/** The least of 0.5 |x - Phi r|^2 + alpha |r|_1 over r, for each row of a matrix. */
struct LassoArgs {
  const void* x;           // samples x features
  const void* dictionary;  // features x atoms
  std::int64_t samples, features, atoms;
  bool is_float64, dictionary_is_float64;
  bool centred;  // the mean of all values of x is taken off first
  LassoMethod method;
  std::int64_t most_iterations;
  double alpha;
  double tolerance;          // of the duality gap, in units of 0.5 |x|^2
  void* codes;               // samples x atoms, of x's type
  double* errors;            // samples: mean of the squared residual
  double* gaps;              // samples
  std::int32_t* iterations;  // samples
  std::int32_t* converged;   // samples
};

LIKENESS_KERNEL(lasso, LassoArgs)

}  // namespace likeness
