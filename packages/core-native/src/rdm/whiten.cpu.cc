#include "rdm/whiten.h"

#include "distance/tile.h"

namespace likeness::LIKENESS_ISA {

Status whiten(const WhitenArgs& args, Runner& runner) {
  if (args.rows == 0) return Status::ok;
  constexpr auto metric = Metric::sqeuclidean;  // rows as they are
  Panels<double> x, u;
  auto status = prepare(runner, args.x, args.rows, args.cols, metric, 0.03, x);
  if (status == Status::ok) status = prepare(runner, args.factor, args.cols, args.cols, metric, 0.06, u);
  if (status != Status::ok) return status;
  const auto across = divide_up(u.count(), kRectanglePanels);
  const auto height = rectangle_rows(args.rows, across, 16 * runner.threads());
  auto rectangle = [&](std::int64_t block) {
    const auto q = block % across;
    Rectangle at{block / across * height, 0, q * kRectanglePanels, smaller((q + 1) * kRectanglePanels, u.count()),
                 false};
    at.height = whole_tiles(smaller(height, args.rows - at.x0));
    alignas(64) Totals totals;
    accumulate<double, Product<double>>(runner, x, u, at, totals, at.width());
    const auto columns = smaller(at.p1 * kPanel, args.cols) - at.y0();
    for (auto i = at.x0; i < smaller(at.x0 + at.height, args.rows); ++i)
      for (std::int64_t k = 0; k < columns; ++k)
        args.out[i * args.cols + at.y0() + k] = totals[(i - at.x0) * at.width() + k];
  };
  for_blocks(runner, divide_up(args.rows, height) * across, 1, rectangle);
  return runner.cancelled() ? Status::cancelled : Status::ok;
}

}  // namespace likeness::LIKENESS_ISA
