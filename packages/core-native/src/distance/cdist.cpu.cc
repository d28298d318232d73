#include "distance/cdist.h"

#include "distance/tile.h"

namespace likeness::LIKENESS_ISA {

template <class T>
static Status typed(const CdistArgs& args, Runner& runner) {
  if (args.x_rows == 0 || args.y_rows == 0) return Status::ok;
  Panels<T> x, y;
  auto status = prepare(runner, static_cast<const T*>(args.x), args.x_rows, args.cols, args.metric, 0.03, x);
  if (status == Status::ok)
    status = prepare(runner, static_cast<const T*>(args.y), args.y_rows, args.cols, args.metric, 0.06, y);
  if (status != Status::ok) return status;
  T* out = static_cast<T*>(args.out);
  auto pair_of_panels = [&](std::int64_t block) {
    const auto p = block / y.count(), q = block % y.count();
    Totals distances;
    panel_distances(runner, x, p, y, q, args.metric, distances);
    for (auto i = p * kPanel; i < smaller((p + 1) * kPanel, args.x_rows); ++i)
      for (auto j = q * kPanel; j < smaller((q + 1) * kPanel, args.y_rows); ++j)
        out[i * args.y_rows + j] = static_cast<T>(distances[i - p * kPanel][j - q * kPanel]);
  };
  for_blocks(runner, x.count() * y.count(), 1, pair_of_panels);
  return runner.cancelled() ? Status::cancelled : Status::ok;
}

Status cdist(const CdistArgs& args, Runner& runner) {
  return args.is_float64 ? typed<double>(args, runner) : typed<float>(args, runner);
}

}  // namespace likeness::LIKENESS_ISA
