#include "resampling/label-clusters.h"

#include "resampling/components.h"

namespace likeness::LIKENESS_ISA {

Status label_clusters(const LabelClustersArgs& args, Runner& runner) {
  VoxelGraph graph;
  if (!graph.make(runner, args.volume)) return Status::out_of_memory;
  ClusterWork work;
  auto* memory = static_cast<char*>(runner.allocate(work.use(nullptr, graph)));
  if (!memory) return Status::out_of_memory;
  work.use(memory, graph);
  std::int32_t label = 0;
  for (int tail = 0; tail < 2 && !runner.cancelled(); ++tail) {
    if (args.tail != Tail::both && tail != static_cast<int>(args.tail)) continue;
    const auto before = label;
    const auto members = find_clusters(graph, args.values, tail == 0 ? 1 : -1, args.threshold, work);
    for (std::int64_t m = 0; m < members; ++m) {
      const auto root = work.root[m];
      if (root == m) work.size[m] = ++label;
      args.labels[work.members[m]] = work.size[root];
    }
    args.counts[tail] = label - before;
  }
  return runner.cancelled() ? Status::cancelled : Status::ok;
}

}  // namespace likeness::LIKENESS_ISA
