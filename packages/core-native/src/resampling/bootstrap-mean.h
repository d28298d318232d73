#pragma once

#include "native/isa.h"
#include "native/runner.h"
#include "resampling/rows.h"

namespace likeness {

struct BootstrapMeanArgs {
  Rows values;  // cases x variables
  std::uint64_t seed;
  std::int64_t draws;
  double* estimates;  // variables
  double* means;      // draws x variables
};

LIKENESS_KERNEL(bootstrap_mean, BootstrapMeanArgs)

}  // namespace likeness
