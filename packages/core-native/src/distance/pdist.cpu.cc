#include "distance/pdist.h"

#include "distance/tile.h"

namespace likeness::LIKENESS_ISA {

// Rows p * kPanel onward against panel q, the upper triangle alone.
template <class T>
static void write_condensed(const Totals& distances, std::int64_t p, std::int64_t q, std::int64_t n, T* out) {
  for (auto i = p * kPanel; i < smaller((p + 1) * kPanel, n); ++i) {
    const auto row = i * (2 * n - i - 1) / 2 - i - 1;
    for (auto j = q * kPanel > i ? q * kPanel : i + 1; j < smaller((q + 1) * kPanel, n); ++j)
      out[row + j] = static_cast<T>(distances[i - p * kPanel][j - q * kPanel]);
  }
}

template <class T>
static Status typed(const PdistArgs& args, Runner& runner) {
  if (args.rows < 2) return Status::ok;
  Panels<T> panels;
  const auto status = prepare(runner, static_cast<const T*>(args.x), args.rows, args.cols, args.metric, 0.05, panels);
  if (status != Status::ok) return status;
  // Long rows first: the last blocks to be taken are the small ones.
  auto rows_of_panel = [&](std::int64_t p) {
    Totals distances;
    for (auto q = p; q < panels.count() && !runner.cancelled(); ++q) {
      panel_distances(runner, panels, p, panels, q, args.metric, distances);
      write_condensed(distances, p, q, args.rows, static_cast<T*>(args.out));
    }
  };
  for_blocks(runner, panels.count(), 1, rows_of_panel);
  return runner.cancelled() ? Status::cancelled : Status::ok;
}

Status pdist(const PdistArgs& args, Runner& runner) {
  return args.is_float64 ? typed<double>(args, runner) : typed<float>(args, runner);
}

}  // namespace likeness::LIKENESS_ISA
