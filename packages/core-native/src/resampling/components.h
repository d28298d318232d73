#pragma once
// The clusters of the voxels beyond a threshold. For kernel sources only.

#include "native/carver.h"
#include "resampling/voxel-graph.h"

namespace likeness::LIKENESS_ISA {

struct ClusterWork {
  std::int32_t *members, *at, *root, *size;
  double* mass;

  /** @returns the bytes that it needs */
  std::size_t use(char* memory, const VoxelGraph& graph) {
    Carver carver{memory};
    members = carver.take<std::int32_t>(graph.voxels);
    root = carver.take<std::int32_t>(graph.voxels);
    size = carver.take<std::int32_t>(graph.voxels);
    at = carver.take<std::int32_t>(graph.padded);
    mass = carver.take<double>(graph.voxels);
    return carver.used;
  }
};

/**
 * Finds the clusters where sign * map > threshold: work.members become those voxels in order, and work.root the first
 * member of each one's cluster.
 * @returns the number of members
 */
static std::int64_t find_clusters(const VoxelGraph& graph, const double* map, double sign, double threshold,
                                  const ClusterWork& work) {
  for (std::int64_t c = 0; c < graph.padded; ++c) work.at[c] = -1;
  std::int32_t members = 0;
  for (std::int64_t v = 0; v < graph.voxels; ++v) {
    if (!(sign * map[v] > threshold)) continue;
    const auto me = members++;
    work.members[me] = static_cast<std::int32_t>(v);
    work.root[me] = me;
    auto* cell = work.at + graph.cells[v];
    auto mine = me;
    for (int o = 0; o < graph.neighbours / 2; ++o) {
      const auto other = cell[graph.offsets[o]];
      if (other < 0) continue;
      const auto root = find_root(work.root, other);
      if (root < mine) {
        work.root[mine] = root;
        mine = root;
      } else {
        work.root[root] = mine;
      }
    }
    *cell = me;
  }
  for (std::int32_t m = 0; m < members; ++m) work.root[m] = work.root[work.root[m]];
  return members;
}

/** Adds up the clusters that were found: voxels, and |value| (less the threshold, where it is the excess). */
static inline void measure_clusters(const double* map, double subtracted, std::int64_t members,
                                    const ClusterWork& work) {
  for (std::int64_t m = 0; m < members; ++m) {
    const auto value = map[work.members[m]];
    const auto mass = (value < 0 ? -value : value) - subtracted;
    const auto root = work.root[m];
    work.size[root] = (root == m ? 0 : work.size[root]) + 1;
    work.mass[root] = (root == m ? 0 : work.mass[root]) + mass;
  }
}

}  // namespace likeness::LIKENESS_ISA
