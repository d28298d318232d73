#pragma once

#include "native/isa.h"
#include "native/runner.h"
#include "resampling/comparison.h"
#include "resampling/rows.h"

namespace likeness {

struct BootstrapRsaArgs {
  Rows rdms, models;  // condensed RDMs of the same conditions
  std::int64_t conditions;
  Comparison comparison;
  bool over_subjects, over_conditions;
  std::uint64_t seed;
  std::int64_t draws;
  double* similarities;  // rdms.rows x models.rows, of the data as they came
  double* estimates;     // models.rows: their means
  double* evaluations;   // draws x models.rows
};

LIKENESS_KERNEL(bootstrap_rsa, BootstrapRsaArgs)

}  // namespace likeness
