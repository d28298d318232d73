#pragma once

#include "distance/metric.h"
#include "distance/tile-unit.h"
#include "native/isa.h"
#include "native/runner.h"

namespace likeness {

/** What multiplies; `fast.ts` sends the index. `none` is the default kernel; `emulated` is for tests. */
enum class FastUnit : int { none = 0, emulated, amx };

struct FastArgs {
  const float* x;  // x_rows x cols, row-major
  const float* y;  // y_rows x cols; not read for pairs
  std::int64_t x_rows, y_rows, cols;
  bool pairs;     // of x's rows
  Metric metric;  // euclidean, sqeuclidean, cosine or correlation
  FastUnit unit;
  const TileUnit* amx;  // null where the processor has none
  float* out;           // x_rows x y_rows, or the pairs (0,1), (0,2), ..., (1,2), ...
  float* errors;        // as long
};

LIKENESS_KERNEL(fast_distances, FastArgs)

}  // namespace likeness
