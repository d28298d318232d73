#pragma once

#include <cstdint>

#include "native/isa.h"
#include "native/runner.h"

namespace likeness {

/** What draws of a bootstrap say about each variable; draws that are NaN are left out. */
struct SummarizeDrawsArgs {
  const double* values;  // draws x variables
  std::int64_t draws, variables;
  double low, high;       // probabilities of the interval's ends
  std::int32_t* valid;    // variables: draws that are not NaN
  std::int32_t* at_most;  // variables: of these, how many are 0 or less
  double* errors;         // variables: their standard deviation (n - 1)
  double *lower, *upper;  // variables: their quantiles
};

LIKENESS_KERNEL(summarize_draws, SummarizeDrawsArgs)

}  // namespace likeness
