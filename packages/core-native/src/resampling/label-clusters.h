#pragma once

#include "native/isa.h"
#include "native/runner.h"
#include "resampling/volume-args.h"

namespace likeness {

struct LabelClustersArgs {
  VolumeArgs volume;
  const double* values;  // of the mask's voxels
  Tail tail;
  double threshold;
  std::int32_t* labels;  // as many as values: 0 or 1, 2, ... in order of the first voxel, positive clusters first
  std::int32_t* counts;  // positive, negative clusters
};

LIKENESS_KERNEL(label_clusters, LabelClustersArgs)

}  // namespace likeness
