#pragma once
// What the kernels over centres share. All code lives inside the instruction set's namespace.

#include "native/simd.h"
#include "searchlight/sphere-members.h"

namespace likeness::LIKENESS_ISA {

struct Place {
  std::int64_t i, j, k;
};

static inline Place place_of(const MemberVolume& volume, std::int64_t voxel) {
  const auto row = voxel / volume.shape[2];
  return {row / volume.shape[1], row % volume.shape[1], voxel % volume.shape[2]};
}

static inline bool between(std::int64_t value, std::int64_t end) { return value >= 0 && value < end; }

/** Runs f(centre's number) for each centre, some at a time on each thread. */
template <class F>
static void for_centers(Runner& runner, std::int64_t count, F& f) {
  constexpr std::int64_t kAtATime = 64;
  auto some = [&](std::int64_t block) {
    const auto first = block * kAtATime;
    const auto end = first + kAtATime < count ? first + kAtATime : count;
    for (auto k = first; k < end && !runner.cancelled(); ++k) f(k);
  };
  for_blocks(runner, (count + kAtATime - 1) / kAtATime, 1, some);
}

}  // namespace likeness::LIKENESS_ISA
