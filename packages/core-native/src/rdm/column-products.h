#pragma once
// Products of the columns of a row-major matrix: its columns are the panels' rows, so panels are copies. For kernel
// sources only.

#include "distance/tile.h"

namespace likeness::LIKENESS_ISA {

/** Panels of the columns of a rows x cols matrix whose rows are `stride` apart; f(value, row, column) maps each value.
 */
template <class T, class F>
static Status column_panels(Runner& runner, const T* x, std::int64_t rows, std::int64_t cols, std::int64_t stride,
                            double until, Panels<double>& panels, F f) {
  const auto status = allocate_panels(runner, cols, rows, Metric::sqeuclidean, panels);
  if (status != Status::ok) return status;
  auto fill = [&](std::int64_t p) {
    const auto first = p * kPanel, used = smaller(kPanel, cols - first);
    for (std::int64_t t = 0; t < rows; ++t) {
      double* to = panels.at(t / kSumBlock, p) + t % kSumBlock * kPanel;
      for (std::int64_t r = 0; r < used; ++r) to[r] = f(static_cast<double>(x[t * stride + first + r]), t, first + r);
      for (auto r = used; r < kPanel; ++r) to[r] = 0;
    }
  };
  for_blocks(runner, panels.count(), until, fill);
  return runner.cancelled() ? Status::cancelled : Status::ok;
}

/** out[i, j] = out[j, i] = the product of columns i and j, summed over rows in the defined order. */
static inline Status column_products(Runner& runner, const Panels<double>& x, double* out, double until) {
  const auto n = x.rows;
  const auto across = divide_up(x.count(), kRectanglePanels);
  const auto height = rectangle_rows(n, (across + 1) / 2, 16 * runner.threads());
  auto rectangle = [&](std::int64_t block) {
    const auto q = block % across;
    Rectangle at{block / across * height, 0, q * kRectanglePanels, smaller((q + 1) * kRectanglePanels, x.count()),
                 false};
    const auto y1 = smaller(at.p1 * kPanel, n);
    if (at.x0 >= y1) return;
    at.height = whole_tiles(smaller(height, n - at.x0));
    alignas(64) Totals totals;
    accumulate<double, Product<double>>(runner, x, x, at, totals, at.width());
    for (auto i = at.x0; i < smaller(at.x0 + at.height, n); ++i)
      for (auto j = at.y0() > i ? at.y0() : i; j < y1; ++j)
        out[i * n + j] = out[j * n + i] = totals[(i - at.x0) * at.width() + j - at.y0()];
  };
  for_blocks(runner, divide_up(n, height) * across, until, rectangle);
  return runner.cancelled() ? Status::cancelled : Status::ok;
}

}  // namespace likeness::LIKENESS_ISA
