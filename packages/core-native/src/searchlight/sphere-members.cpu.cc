#include "searchlight/sphere-members.h"

#include "searchlight/centers.h"

namespace likeness::LIKENESS_ISA {

/** Calls run(first voxel, one past the last) for each row of the sphere that meets the volume, in ascending order. */
template <class F>
static void for_rows(const SphereMembersArgs& args, std::int64_t center, F run) {
  const auto& [nx, ny, nz] = args.volume.shape;
  const auto at = place_of(args.volume, center);
  for (auto row = args.rows; row < args.rows + 4 * args.row_count; row += 4) {
    const auto x = at.i + row[0], y = at.j + row[1];
    if (!between(x, nx) || !between(y, ny)) continue;
    const auto low = at.k + row[2] > 0 ? at.k + row[2] : 0;
    const auto high = at.k + row[3] < nz ? at.k + row[3] + 1 : nz;
    const auto base = (x * ny + y) * nz;
    if (low < high) run(base + low, base + high);
  }
}

Status sphere_members(const SphereMembersArgs& args, Runner& runner) {
  const auto [shape, rank, members] = args.volume;
  auto count = [&](std::int64_t k) {
    std::int32_t found = 0, inside = 0;
    for_rows(args, args.centers[k], [&](std::int64_t first, std::int64_t end) {
      found += rank[end] - rank[first];
      inside += static_cast<std::int32_t>(end - first);
    });
    args.counts[k] = found;
    args.inside[k] = inside;
  };
  auto write = [&](std::int64_t k) {
    auto out = args.indices + args.offsets[k];
    for_rows(args, args.centers[k], [&](std::int64_t first, std::int64_t end) {
      for (auto member = rank[first]; member < rank[end]; ++member) *out++ = members[member];
    });
  };
  if (args.write) {
    for_centers(runner, args.center_count, write);
  } else {
    for_centers(runner, args.center_count, count);
  }
  return runner.cancelled() ? Status::cancelled : Status::ok;
}

}  // namespace likeness::LIKENESS_ISA
