#pragma once

#include "native/isa.h"
#include "native/runner.h"
#include "resampling/comparison.h"
#include "resampling/rows.h"

namespace likeness {

struct NoiseCeilingArgs {
  Rows rdms;  // subjects x pairs
  Comparison comparison;
  std::uint64_t seed;
  std::int64_t draws;
  double* subjects;     // subjects x (lower, upper), of the data as they came
  double* estimates;    // lower, upper: their means
  double* evaluations;  // draws x (lower, upper)
};

LIKENESS_KERNEL(noise_ceiling, NoiseCeilingArgs)

}  // namespace likeness
