#include "distance/pdist.h"

#include "distance/condensed.h"
#include "distance/finish.h"
#include "distance/tile.h"

namespace likeness::LIKENESS_ISA {

template <class T>
static Status typed(const PdistArgs& args, Runner& runner) {
  const auto n = args.rows;
  if (n < 2) return Status::ok;
  Panels<T> x;
  const auto status = prepare(runner, static_cast<const T*>(args.x), n, args.cols, args.metric, 0.05, x);
  if (status != Status::ok) return status;
  T* out = static_cast<T*>(args.out);
  const auto across = divide_up(x.count(), kRectanglePanels);
  const auto height = rectangle_rows(n, (across + 1) / 2, 16 * runner.threads());
  auto rectangle = [&](std::int64_t block) {
    // Right to left: the narrow rectangles at the diagonal's start come last, so that threads end together.
    const auto q = across - 1 - block % across;
    Rectangle at{block / across * height, 0, q * kRectanglePanels, smaller((q + 1) * kRectanglePanels, x.count()),
                 true};
    const auto y1 = smaller(at.p1 * kPanel, n);
    if (at.x0 + 1 >= y1) return;
    at.height = whole_tiles(smaller(height, n - at.x0));
    alignas(64) Totals totals;
    add_totals(runner, x, x, args.metric, at, totals, at.width());
    for (auto i = at.x0; i < smaller(at.x0 + at.height, n); ++i) {
      const auto first = at.y0() > i ? at.y0() : i + 1;
      if (first >= y1) break;
      finish_row(args.metric, totals + (i - at.x0) * at.width() + first - at.y0(), x, i, x, first, y1 - first,
                 out + condensed_index(i, first, n));
    }
  };
  for_blocks(runner, divide_up(n, height) * across, 1, rectangle);
  return runner.cancelled() ? Status::cancelled : Status::ok;
}

Status pdist(const PdistArgs& args, Runner& runner) {
  return args.is_float64 ? typed<double>(args, runner) : typed<float>(args, runner);
}

}  // namespace likeness::LIKENESS_ISA
