#include "resampling/tfce.h"

#include "native/workspaces.h"
#include "resampling/threshold-tree.h"

namespace likeness::LIKENESS_ISA {

Status tfce(const TfceArgs& args, Runner& runner) {
  VoxelGraph graph;
  HeightIntegral integral;
  integral.height = args.height;
  integral.step = args.step;
  if (!graph.make(runner, args.volume) || !integral.make(runner, args.most)) return Status::out_of_memory;
  const auto* extents = extent_powers(runner, graph.voxels, args.extent, 0.05);
  const std::int64_t tails = args.tail == Tail::both ? 2 : 1;
  Workspaces workspaces;
  TreeWork sizes;
  if (!extents || !workspaces.allocate(runner, tails, sizes.use(nullptr, graph))) return Status::out_of_memory;
  auto enhance = [&](std::int64_t tail) {
    const Workspaces::Lease lease(workspaces);
    TreeWork work;
    work.use(lease.memory(), graph);
    const double sign = args.tail == Tail::negative || tail == 1 ? -1 : 1;
    enhance_tail(runner, graph, args.values, sign, extents, integral, work, args.out);
  };
  for_blocks(runner, tails, 1, enhance);
  return runner.cancelled() ? Status::cancelled : Status::ok;
}

}  // namespace likeness::LIKENESS_ISA
