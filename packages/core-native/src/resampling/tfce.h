#pragma once

#include "native/isa.h"
#include "native/runner.h"
#include "resampling/volume-args.h"

namespace likeness {

struct TfceArgs {
  VolumeArgs volume;
  const double* values;  // of the mask's voxels
  Tail tail;
  double height, extent;  // the exponents
  double step, most;      // 0, or the step of the sum and the largest |value|
  double* out;            // as many as values; zero where the tail has none
};

LIKENESS_KERNEL(tfce, TfceArgs)

}  // namespace likeness
