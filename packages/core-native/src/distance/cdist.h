#pragma once

#include "distance/metric.h"
#include "native/isa.h"
#include "native/runner.h"

namespace likeness {

struct CdistArgs {
  const void* x;  // x_rows x cols, row-major
  const void* y;  // y_rows x cols, row-major
  std::int64_t x_rows, y_rows, cols;
  Metric metric;
  bool is_float64;
  void* out;  // entry (i, j) at i * out_stride + j: part of a larger matrix, maybe
  std::int64_t out_stride;
};

LIKENESS_KERNEL(cdist, CdistArgs)

}  // namespace likeness
