#include "distance/cdist.h"

#include "distance/finish.h"
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
  const auto across = divide_up(y.count(), kRectanglePanels);
  const auto height = rectangle_rows(args.x_rows, across, 16 * runner.threads());
  auto rectangle = [&](std::int64_t block) {
    const auto q = block % across;
    Rectangle at{block / across * height, 0, q * kRectanglePanels, smaller((q + 1) * kRectanglePanels, y.count()),
                 false};
    at.height = whole_tiles(smaller(height, args.x_rows - at.x0));
    alignas(64) Totals totals;
    add_totals(runner, x, y, args.metric, at, totals, at.width());
    const auto columns = smaller(at.p1 * kPanel, args.y_rows) - at.y0();
    for (auto i = at.x0; i < smaller(at.x0 + at.height, args.x_rows); ++i)
      finish_row(args.metric, totals + (i - at.x0) * at.width(), x, i, y, at.y0(), columns,
                 out + i * args.out_stride + at.y0());
  };
  for_blocks(runner, divide_up(args.x_rows, height) * across, 1, rectangle);
  return runner.cancelled() ? Status::cancelled : Status::ok;
}

Status cdist(const CdistArgs& args, Runner& runner) {
  return args.is_float64 ? typed<double>(args, runner) : typed<float>(args, runner);
}

}  // namespace likeness::LIKENESS_ISA
