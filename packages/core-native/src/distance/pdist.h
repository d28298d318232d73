#pragma once

#include "distance/metric.h"
#include "native/isa.h"
#include "native/runner.h"

namespace likeness {

struct PdistArgs {
  const void* x;  // rows x cols, row-major
  std::int64_t rows, cols;
  Metric metric;
  bool is_float64;
  void* out;  // rows (rows - 1) / 2: (0,1), (0,2), ..., (1,2), ...
};

LIKENESS_KERNEL(pdist, PdistArgs)

}  // namespace likeness
