#pragma once

#include "native/isa.h"
#include "native/runner.h"
#include "searchlight/rsa-comparison.h"
#include "searchlight/searchlight.h"

namespace likeness {

struct SearchlightRsaArgs {
  Searchlight searchlight;
  RsaComparison comparison;
  std::int64_t models;
  const double* model_rdms;  // models x pairs
  const double* relations;   // models x models: the inverse of their correlations (partial), their products (nnls)
  double* values;            // centers x models
  std::int32_t* best;        // centers: the model of the largest value, the first of equals; -1 where every value is NaN
};

LIKENESS_KERNEL(searchlight_rsa, SearchlightRsaArgs)

}  // namespace likeness
