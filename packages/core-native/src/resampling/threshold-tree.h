#pragma once
// Threshold-free cluster enhancement of one tail of a map. For kernel sources only.

#include "native/carver.h"
#include "rdm/sort-order.h"
#include "resampling/power.h"
#include "resampling/voxel-graph.h"

namespace likeness::LIKENESS_ISA {

/** The integral over thresholds from 0 to h of what a cluster of extent 1 gets. */
class HeightIntegral {
 public:
  double height = 2;  // the exponent H
  double step = 0;    // 0: the exact integral of h^H, else the sum at multiples of the step
  double* sums = nullptr;

  /** @param most the largest value of the map */
  bool make(Runner& runner, double most) {
    if (step == 0) return true;
    const auto count = multiples(most);
    sums = static_cast<double*>(runner.allocate(static_cast<std::size_t>(count + 1) * sizeof(double)));
    if (!sums) return false;
    sums[0] = 0;
    for (std::int64_t k = 1; k <= count; ++k)
      sums[k] = sums[k - 1] + power(static_cast<double>(k) * step, height) * step;
    return true;
  }

  double at(double h) const { return step == 0 ? power(h, height + 1) / (height + 1) : sums[multiples(h)]; }

 private:
  /** How many multiples of the step, as they round, do not exceed h. */
  std::int64_t multiples(double h) const {
    auto k = static_cast<std::int64_t>(h / step);
    while (static_cast<double>(k) * step > h) --k;
    while (static_cast<double>(k + 1) * step <= h) ++k;
    return k;
  }
};

struct TreeWork {
  SortWork sort;
  double *values, *integrals, *scores;
  std::int32_t *voxel, *cell, *parent, *extent;
  std::int32_t *root, *size, *top;  // of cells: size and top where a cell is its own root

  /** @returns the bytes that it needs */
  std::size_t use(char* memory, const VoxelGraph& graph) {
    Carver carver{memory};
    const auto n = graph.voxels;
    sort.entries = carver.take<SortEntry>(n);
    sort.other = carver.take<SortEntry>(n);
    values = carver.take<double>(n);
    integrals = carver.take<double>(n);
    scores = carver.take<double>(n);
    voxel = carver.take<std::int32_t>(n);
    cell = carver.take<std::int32_t>(n);
    parent = carver.take<std::int32_t>(n);
    extent = carver.take<std::int32_t>(n);
    root = carver.take<std::int32_t>(graph.padded);
    size = carver.take<std::int32_t>(graph.padded);
    top = carver.take<std::int32_t>(graph.padded);
    return carver.used;
  }
};

/** Lists the voxels where sign * map > 0 in descending order of it: work.sort gives the order, work.values minus the
 * values. */
static std::int64_t order_tail(const VoxelGraph& graph, const double* map, double sign, const TreeWork& work) {
  std::int64_t n = 0;
  for (std::int64_t v = 0; v < graph.voxels; ++v) {
    work.values[n] = -sign * map[v];
    work.voxel[n] = static_cast<std::int32_t>(v);
    n += work.values[n] < 0;
  }
  if (n > 0) sort_order(work.values, n, work.sort);
  return n;
}

/**
 * Adds the voxels in descending order: after each, `extent` is the size of the cluster that it is in, and `parent` the
 * voxel that grew that cluster next (-1: none), so that the cluster lasted from the one's value down to the other's.
 */
static void grow_clusters(const Runner& runner, const VoxelGraph& graph, std::int64_t n, const TreeWork& work) {
  for (std::int64_t c = 0; c < graph.padded; ++c) work.root[c] = -1;
  for (std::int64_t p = 0; p < n; ++p) work.cell[p] = graph.cells[work.voxel[index_of(work.sort.entries[p])]];
  for (std::int32_t me = 0; me < n; ++me) {
    if (me % 65536 == 0 && runner.cancelled()) return;
    const auto cell = work.cell[me];
    auto mine = work.root[cell] = cell;
    work.size[cell] = 1;
    work.parent[me] = -1;
    for (int o = 0; o < graph.neighbours; ++o) {
      const auto neighbour = static_cast<std::int32_t>(cell + graph.offsets[o]);
      if (work.root[neighbour] < 0 || work.root[neighbour] == mine) continue;
      auto other = find_root(work.root, neighbour);
      if (other == mine) continue;
      work.parent[work.top[other]] = me;
      if (work.size[other] > work.size[mine]) {
        const auto smaller = mine;
        mine = other;
        other = smaller;
      }
      work.root[other] = mine;
      work.size[mine] += work.size[other];
    }
    work.top[mine] = me;
    work.extent[me] = work.size[mine];
  }
}

/**
 * Scores of one tail: for each voxel the sum, from the lowest threshold up, of the pieces of constant extent.
 * @param extents e^E for each extent e
 * @param out gets sign * score at the voxels of the tail, where it is not null
 * @returns the largest score, 0 where the tail is empty
 */
static double enhance_tail(const Runner& runner, const VoxelGraph& graph, const double* map, double sign,
                           const double* extents, const HeightIntegral& integral, const TreeWork& work, double* out) {
  const auto n = order_tail(graph, map, sign, work);
  grow_clusters(runner, graph, n, work);
  if (runner.cancelled()) return 0;
  for (std::int64_t p = 0; p < n; ++p) work.integrals[p] = integral.at(-work.values[index_of(work.sort.entries[p])]);
  double largest = 0;
  for (auto p = n - 1; p >= 0; --p) {
    const auto parent = work.parent[p];
    const double from = parent < 0 ? 0 : work.integrals[parent], below = parent < 0 ? 0 : work.scores[parent];
    const double score = below + extents[work.extent[p]] * (work.integrals[p] - from);
    work.scores[p] = score;
    largest = score > largest ? score : largest;
    if (out) out[work.voxel[index_of(work.sort.entries[p])]] = sign * score;
  }
  return largest;
}

/** e^E for extents up to that of the whole mask; null where there is no memory. */
static double* extent_powers(Runner& runner, std::int64_t voxels, double exponent, double until) {
  auto* powers = static_cast<double*>(runner.allocate(static_cast<std::size_t>(voxels + 1) * sizeof(double)));
  if (!powers) return nullptr;
  constexpr std::int64_t block = 4096;
  auto fill = [&](std::int64_t b) {
    for (auto e = b * block; e < (b + 1) * block && e <= voxels; ++e)
      powers[e] = power(static_cast<double>(e), exponent);
  };
  for_blocks(runner, voxels / block + 1, until, fill);
  return powers;
}

}  // namespace likeness::LIKENESS_ISA
