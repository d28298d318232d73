#pragma once

#include "distance/metric.h"
#include "native/isa.h"
#include "native/runner.h"

namespace likeness {

enum class Exclude : int { none = 0, self = 1, zero = 2 };

struct NearestNeighborsArgs {
  const void *queries, *base;  // query_rows x cols and base_rows x cols, row-major
  std::int64_t query_rows, base_rows, cols;
  Metric metric;
  bool is_float64;
  std::int64_t k;
  Exclude exclude;
  std::int64_t query_offset, base_offset;  // the index of the first row of each, where it is part of a larger matrix
  // query_rows x k, ascending by key, then index; infinity and -1 where there is none yet. What was found among other
  // rows of the base stays, unless nearer ones are found. A key is the squared distance for euclidean and sqeuclidean,
  // twice the distance for cosine and correlation, else the distance.
  double* keys;
  std::int32_t* indices;
};

LIKENESS_KERNEL(nearest_neighbors, NearestNeighborsArgs)

}  // namespace likeness
