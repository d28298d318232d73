#include "distance/select-neighbors.h"

#include "distance/nominate.h"

namespace likeness::LIKENESS_ISA {

Status select_neighbors(const SelectNeighborsArgs& args, Runner& runner) {
  auto query = [&](std::int64_t i) {
    const Nearest nearest{args.keys + i * args.k, args.indices + i * args.k, args.k};
    for (std::int64_t j = 0; j < args.base_rows; ++j) {
      const double key = args.all[i * args.base_rows + j];
      if ((args.exclude == Exclude::self && i == j) || (args.exclude == Exclude::zero && key == 0)) continue;
      nearest.insert(key, j);
    }
  };
  for_blocks(runner, args.query_rows, 1, query);
  return runner.cancelled() ? Status::cancelled : Status::ok;
}

}  // namespace likeness::LIKENESS_ISA
