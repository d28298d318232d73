#include "resampling/volume-inference.h"

#include "native/carver.h"
#include "native/workspaces.h"
#include "resampling/components.h"
#include "resampling/one-sample-t.h"
#include "resampling/threshold-tree.h"

namespace likeness::LIKENESS_ISA {
namespace {

// Flips whose t maps are made in one pass over the data.
constexpr std::int64_t kBatch = 8;

struct FlipWork {
  double *maps, *tile, *signs, *tile_t;
  TreeWork tree;
  ClusterWork clusters;

  /** @returns the bytes that it needs */
  std::size_t use(char* memory, const VoxelGraph& graph, const VolumeInferenceArgs& args) {
    Carver carver{memory};
    maps = carver.take<double>(kBatch * graph.voxels);
    tile = carver.take<double>(args.subjects * kTileColumns);
    signs = carver.take<double>(args.subjects);
    tile_t = carver.take<double>(kTileColumns);
    auto* rest = memory ? memory + carver.used : nullptr;
    if (args.statistic == VolumeStatistic::voxel) return carver.used;
    const auto more = args.statistic == VolumeStatistic::tfce ? tree.use(rest, graph) : clusters.use(rest, graph);
    return carver.used + more;
  }
};

class Inference {
 public:
  Inference(const VolumeInferenceArgs& args, Runner& runner) : args_(args), runner_(runner) {}

  Status run() {
    const auto batches = (args_.flip_count + kBatch - 1) / kBatch;
    FlipWork sizes;
    integral_.height = args_.height;
    if (!graph_.make(runner_, args_.volume)) return Status::out_of_memory;
    if (args_.statistic == VolumeStatistic::tfce) {
      extents_ = extent_powers(runner_, graph_.voxels, args_.extent, 0.01);
      if (!extents_) return Status::out_of_memory;
    }
    if (!workspaces_.allocate(runner_, batches, sizes.use(nullptr, graph_, args_))) return Status::out_of_memory;
    auto batch = [&](std::int64_t b) { flip_batch(b * kBatch); };
    for_blocks(runner_, batches, 1, batch);
    return runner_.cancelled() ? Status::cancelled : Status::ok;
  }

 private:
  bool looks_at(Tail tail) const { return args_.tail == tail || args_.tail == Tail::both; }

  void flip_batch(std::int64_t first) {
    const Workspaces::Lease lease(workspaces_);
    FlipWork work;
    work.use(lease.memory(), graph_, args_);
    const auto count = args_.flip_count - first < kBatch ? args_.flip_count - first : kBatch;
    make_maps(work, first, count);
    for (std::int64_t f = 0; f < count && !runner_.cancelled(); ++f) {
      const auto* map = work.maps + f * graph_.voxels;
      const bool observed = first + f == 0;
      if (observed)
        for (std::int64_t v = 0; v < graph_.voxels; ++v) args_.t[v] = map[v];
      args_.maxima[first + f] = statistic(map, work, observed ? args_.scores : nullptr);
    }
  }

  void make_maps(const FlipWork& work, std::int64_t first, std::int64_t count) {
    for (std::int64_t from = 0; from < graph_.voxels && !runner_.cancelled(); from += kTileColumns) {
      const auto used = graph_.voxels - from < kTileColumns ? graph_.voxels - from : kTileColumns;
      const auto* columns = args_.columns + from;
      if (args_.is_float64)
        load_tile(static_cast<const double*>(args_.maps), args_.subjects, args_.cols, columns, used, work.tile);
      else
        load_tile(static_cast<const float*>(args_.maps), args_.subjects, args_.cols, columns, used, work.tile);
      for (std::int64_t f = 0; f < count; ++f) {
        set_signs(work.signs, first + f);
        one_sample_t(work.tile, work.signs, args_.subjects, work.tile_t);
        for (std::int64_t c = 0; c < used; ++c) work.maps[f * graph_.voxels + from + c] = work.tile_t[c];
      }
    }
  }

  void set_signs(double* signs, std::int64_t flip) const {
    const auto words = (args_.subjects + 31) / 32;
    for (std::int64_t i = 0; i < args_.subjects; ++i)
      signs[i] = static_cast<std::uint32_t>(args_.flips[flip * words + i / 32]) >> (i % 32) & 1 ? -1 : 1;
  }

  /** The largest over the voxels; `out`, where it is not null, gets that of each. */
  double statistic(const double* map, const FlipWork& work, double* out) {
    if (args_.statistic == VolumeStatistic::voxel) return largest_voxel(map, out);
    double largest = 0;
    for (int tail = 0; tail < 2; ++tail) {
      if (!looks_at(static_cast<Tail>(tail))) continue;
      const double sign = tail == 0 ? 1 : -1;
      const auto of_tail = args_.statistic == VolumeStatistic::tfce
                               ? enhance_tail(runner_, graph_, map, sign, extents_, integral_, work.tree, out)
                               : largest_cluster(map, sign, work.clusters, out);
      largest = of_tail > largest ? of_tail : largest;
    }
    return largest;
  }

  double largest_voxel(const double* map, double* out) const {
    double largest = -__builtin_inf();
    for (std::int64_t v = 0; v < graph_.voxels; ++v) {
      const double t = map[v];
      if (out) out[v] = t;
      if (looks_at(Tail::positive) && t > largest) largest = t;
      if (looks_at(Tail::negative) && -t > largest) largest = -t;
    }
    return largest;
  }

  double largest_cluster(const double* map, double sign, const ClusterWork& work, double* out) const {
    const auto members = find_clusters(graph_, map, sign, args_.threshold, work);
    measure_clusters(map, args_.subtracted, members, work);
    double largest = 0;
    for (std::int64_t m = 0; m < members; ++m) {
      const auto root = work.root[m];
      const double score =
          args_.statistic == VolumeStatistic::cluster_size ? static_cast<double>(work.size[root]) : work.mass[root];
      if (score > largest) largest = score;
      if (out) out[work.members[m]] = sign * score;
    }
    return largest;
  }

  const VolumeInferenceArgs& args_;
  Runner& runner_;
  VoxelGraph graph_;
  HeightIntegral integral_;
  const double* extents_ = nullptr;
  Workspaces workspaces_;
};

}  // namespace

Status volume_inference(const VolumeInferenceArgs& args, Runner& runner) { return Inference(args, runner).run(); }

}  // namespace likeness::LIKENESS_ISA
