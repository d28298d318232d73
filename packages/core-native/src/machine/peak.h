#pragma once

#include "native/isa.h"
#include "native/runner.h"

namespace likeness {

struct PeakArgs {
  bool is_float64;
  std::int64_t blocks;     // taken by the job's threads
  std::int64_t steps;      // fused multiply-adds per accumulator and block
  double* operations_out;  // one value: floating-point operations done, 2 per fused multiply-add
};

LIKENESS_KERNEL(peak, PeakArgs)

}  // namespace likeness
