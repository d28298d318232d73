#pragma once

#include "native/isa.h"
#include "native/runner.h"

namespace likeness {

/** Cross-validated squared distances per channel between conditions, from patterns that are whitened already. */
struct CrossnobisArgs {
  const double* x;              // (conditions x folds) x channels: the mean pattern of each condition in each fold
  const std::int32_t* present;  // conditions x folds: 0 where a fold lacks the condition
  std::int64_t conditions, folds, channels;
  bool out_float64;
  void* out;  // conditions (conditions - 1) / 2
};

LIKENESS_KERNEL(crossnobis, CrossnobisArgs)

}  // namespace likeness
