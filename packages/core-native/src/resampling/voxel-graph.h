#pragma once
// Which voxels of a mask are neighbours. For kernel sources only.

#include "native/simd.h"
#include "resampling/volume-args.h"

namespace likeness::LIKENESS_ISA {

/** The volume with a margin of one cell on every side, so that no neighbour lies beyond an edge or wraps around it. */
struct VoxelGraph {
  const std::int32_t* cells = nullptr;  // of each voxel of the mask, in the volume with its margin
  std::int64_t voxels = 0, padded = 0;
  std::int64_t offsets[26];  // from a cell to its neighbours: the first half come before it
  int neighbours = 0;

  /** False where there is no memory. */
  bool make(Runner& runner, const VolumeArgs& args) {
    const auto rows = args.shape[1] + 2, line = args.shape[2] + 2;
    voxels = args.count;
    padded = (args.shape[0] + 2) * rows * line;
    find_offsets(args.axes_apart, rows, line);
    auto* made = static_cast<std::int32_t*>(runner.allocate(static_cast<std::size_t>(voxels) * sizeof(std::int32_t)));
    cells = made;
    if (!made) return false;
    for (std::int64_t v = 0; v < voxels; ++v) {
      const std::int64_t flat = args.voxels[v], above = flat / args.shape[2];
      const auto i = above / args.shape[1], j = above % args.shape[1], k = flat % args.shape[2];
      made[v] = static_cast<std::int32_t>(((i + 1) * rows + j + 1) * line + k + 1);
    }
    return true;
  }

 private:
  void find_offsets(std::int64_t axes_apart, std::int64_t rows, std::int64_t line) {
    for (int i = -1; i <= 1; ++i)
      for (int j = -1; j <= 1; ++j)
        for (int k = -1; k <= 1; ++k) {
          const auto apart = i * i + j * j + k * k;
          if (apart > 0 && apart <= axes_apart) offsets[neighbours++] = (i * rows + j) * line + k;
        }
  }
};

/** The set that an element belongs to, halving the path to it. */
static inline std::int32_t find_root(std::int32_t* root, std::int32_t element) {
  while (root[element] != element) element = root[element] = root[root[element]];
  return element;
}

}  // namespace likeness::LIKENESS_ISA
