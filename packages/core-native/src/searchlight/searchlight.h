#pragma once
// What every searchlight kernel reads: patterns, neighbourhoods, and how a dissimilarity is defined.

#include <cstdint>

#include "searchlight/searchlight-metric.h"

namespace likeness {

struct Searchlight {
  const void* patterns;  // rows x voxels, row-major
  bool is_float64;
  std::int64_t rows, voxels;
  std::int64_t conditions, folds;  // folds is 1 unless the metric is crossnobis
  const std::int32_t* places;      // folds x conditions: the row, or -1 where a fold lacks the condition
  std::int64_t centers;
  const std::int64_t* offsets;  // centers + 1, ascending
  const std::int32_t* indices;  // columns of patterns; the caller may change them meanwhile, so each read is checked
  SearchlightMetric metric;

  std::int64_t pairs() const { return conditions * (conditions - 1) / 2; }
};

}  // namespace likeness
