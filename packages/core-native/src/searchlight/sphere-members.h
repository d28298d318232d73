#pragma once

#include "native/isa.h"
#include "native/runner.h"

namespace likeness {

/** A volume in C order, and its members: the voxels of a mask in ascending order. */
struct MemberVolume {
  std::int64_t shape[3];
  const std::int32_t* rank;  // of each voxel, and of the end: the members before it
  const std::int32_t* members;
};

/** The members of each centre's sphere: counted, or written. */
struct SphereMembersArgs {
  MemberVolume volume;
  const std::int32_t* rows;  // of the sphere, ascending: dx, dy, first dz, last dz
  std::int64_t row_count;
  const std::int32_t* centers;
  std::int64_t center_count;
  bool write;
  // Counting.
  std::int32_t* counts;  // members of the sphere
  std::int32_t* inside;  // voxels of the sphere that lie in the volume
  // Writing: as many indices for each centre as were counted.
  const std::int64_t* offsets;
  std::int32_t* indices;
};

LIKENESS_KERNEL(sphere_members, SphereMembersArgs)

}  // namespace likeness
