#pragma once

#include "searchlight/sphere-members.h"

namespace likeness {

/** Distances within this share of one another are equal: voxel sizes and radii are rounded numbers. */
inline constexpr double kDistanceSlack = 1e-6;

/** The nearest members of each centre: counted with the radius that they need, or written. */
struct NearestMembersArgs {
  MemberVolume volume;
  std::int64_t member_count;
  const double* axes;  // 3 x 3, row-major: voxels to the unit of distance
  // All offsets up to the distance complete_to, the nearest first; at most kNearestSteps.
  const std::int32_t* steps;   // dx, dy, dz
  const double* distances;     // of each step
  const std::int32_t* places;  // of each step in ascending order of (dx, dy, dz)
  const std::int32_t* shifts;  // in that order: dx, dy, dz as a difference of flat indices
  std::int64_t step_count;
  double complete_to;
  std::int64_t wanted;  // members for each centre
  double limit;         // no member is farther
  bool cut;             // at the last distance only the first, up to `wanted`; else all
  const std::int32_t* centers;
  std::int64_t center_count;
  bool write;
  // Counting: the radius is the distance of the farthest member, 0 where there is none.
  std::int32_t* counts;
  double* radii;
  // Writing: of the radii that were counted.
  const std::int64_t* offsets;
  std::int32_t* indices;
};

inline constexpr std::int64_t kNearestSteps = 16384;

LIKENESS_KERNEL(nearest_members, NearestMembersArgs)

}  // namespace likeness
