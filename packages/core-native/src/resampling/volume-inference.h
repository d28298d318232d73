#pragma once

#include "native/isa.h"
#include "native/runner.h"
#include "resampling/volume-args.h"

namespace likeness {

/** The index of statistic.ts. */
enum class VolumeStatistic : int { voxel = 0, cluster_size = 1, cluster_mass = 2, tfce = 3 };

struct VolumeInferenceArgs {
  VolumeArgs volume;
  const void* maps;  // subjects x cols, row-major
  std::int64_t subjects, cols;
  bool is_float64;
  const std::int32_t* columns;  // of maps, one for each voxel of the volume
  const std::int32_t* flips;  // bit i % 32 of word i / 32 of each row: whether subject i changes sign; the first: none
  std::int64_t flip_count;
  VolumeStatistic statistic;
  Tail tail;
  double threshold, subtracted;  // of clusters: beyond what, and what their mass is taken above
  double height, extent;         // of TFCE: the exponents
  double* t;                     // of each voxel, of the first flip
  double* scores;                // likewise, the statistic
  double* maxima;                // of each flip
};

LIKENESS_KERNEL(volume_inference, VolumeInferenceArgs)

}  // namespace likeness
