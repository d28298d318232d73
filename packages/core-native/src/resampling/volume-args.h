#pragma once
// Voxels of a volume, as kernels on volumes take them.

#include <cstdint>

namespace likeness {

/** Which sign is looked at; the index of tail.ts. */
enum class Tail : int { positive = 0, negative = 1, both = 2 };

struct VolumeArgs {
  const std::int32_t* voxels;  // flat indices of those in the mask, ascending
  std::int64_t count;
  std::int64_t shape[3];    // C order: the last axis fastest
  std::int64_t axes_apart;  // neighbours differ by 1 along at most so many axes: 1, 2, 3 for 6, 18, 26 neighbours
};

}  // namespace likeness
