#pragma once

#include "distance/nearest-neighbors.h"

namespace likeness {

/** The k nearest of each query from all its keys. */
struct SelectNeighborsArgs {
  const double* all;  // query_rows x base_rows
  std::int64_t query_rows, base_rows, k;
  Exclude exclude;
  double* keys;  // as in NearestNeighborsArgs
  std::int32_t* indices;
};

LIKENESS_KERNEL(select_neighbors, SelectNeighborsArgs)

}  // namespace likeness
