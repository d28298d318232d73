#pragma once

#include "native/isa.h"
#include "native/runner.h"
#include "searchlight/rsa-comparison.h"
#include "searchlight/searchlight.h"

namespace likeness {

struct SearchlightNullArgs {
  Searchlight searchlight;
  RsaComparison comparison;  // pearson, spearman or cosine
  std::int64_t models;
  const double* model_rdms;  // models x pairs
  std::int64_t permutations;
  const std::int32_t* orders;  // permutations x conditions
  bool two_sided;
  double* largest;         // permutations x models: the largest value of any center, of magnitudes if two-sided
  std::int32_t* reaching;  // centers x models, zero: permutations whose value reaches the center's own; -1: it has none
  std::int32_t* largest_reaching;  // centers x models: permutations whose largest value reaches it
};

LIKENESS_KERNEL(searchlight_null, SearchlightNullArgs)

}  // namespace likeness
