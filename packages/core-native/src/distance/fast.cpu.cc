#include "distance/fast.h"

#include "distance/cdist.h"
#include "distance/emulated-tiles.h"
#include "distance/fast-finish.h"
#include "distance/fast-rows.h"
#include "distance/pdist.h"

namespace likeness::LIKENESS_ISA {

/** Strips along each side of the largest rectangle: with a block of its features it fits the second-level cache. */
static constexpr std::int64_t kSide = 6;
static constexpr std::int64_t kSums = kStrip * kStrip;

/** Where the pairs of row i begin in the condensed order of n rows. */
static inline std::int64_t pairs_before(std::int64_t i, std::int64_t n) { return i * (2 * n - i - 1) / 2; }

/** Strips [x0, x1) of x against [y0, y1) of y. */
struct Strips {
  std::int64_t x0, x1, y0, y1;
  std::int64_t stride() const { return (y1 - y0) * kStrip; }
};

/** Sums of products in float64, one float32 sum per block of features. */
static void add_products(const Runner& runner, const TileUnit& unit, const SplitRows& x, const SplitRows& y, bool pairs,
                         const Strips& at, double* totals) {
  for (std::int64_t k = 0; k < (at.x1 - at.x0) * kStrip * at.stride(); ++k) totals[k] = 0;
  unit.begin();
  for (std::int64_t block = 0; block < x.blocks() && !runner.cancelled(); ++block)
    for (auto p = at.x0; p < at.x1; ++p)
      for (auto q = pairs && p > at.y0 ? p : at.y0; q < at.y1; ++q) {
        alignas(64) float sums[kSums];
        unit.multiply(x.a + x.offset(block, p), y.b + y.offset(block, q), x.steps(block), sums);
        double* total = totals + ((p - at.x0) * at.stride() + q - at.y0) * kStrip;
        for (std::int64_t r = 0; r < kStrip; ++r)
          for (std::int64_t c = 0; c < kStrip; ++c)
            total[r * at.stride() + c] += static_cast<double>(sums[r * kStrip + c]);
      }
  unit.end();
}

static void finish_strips(const FastArgs& args, const FastError& error, const SplitRows& x, const SplitRows& y,
                          const Strips& at, double* totals) {
  const auto columns = smaller(at.y1 * kStrip, y.rows);
  for (auto i = at.x0 * kStrip; i < smaller(at.x1 * kStrip, x.rows); ++i) {
    const auto first = args.pairs && i + 1 > at.y0 * kStrip ? i + 1 : at.y0 * kStrip;
    if (first >= columns) continue;
    const auto to = args.pairs ? pairs_before(i, x.rows) + first - i - 1 : i * y.rows + first;
    finish_fast(error, x, i, y, first, columns - first,
                totals + (i - at.x0 * kStrip) * at.stride() + first - at.y0 * kStrip,
                {args.out + to, args.errors + to});
  }
}

static Status by_tiles(const FastArgs& args, const TileUnit& unit, Runner& runner) {
  SplitRows x, other;
  auto status = split(runner, args.x, args.x_rows, args.cols, args.metric, true, args.pairs, 0.05, x);
  if (status == Status::ok && !args.pairs)
    status = split(runner, args.y, args.y_rows, args.cols, args.metric, false, true, 0.1, other);
  if (status != Status::ok) return status;
  const SplitRows& y = args.pairs ? x : other;
  // Smaller rectangles where there would be too few for many threads.
  auto side = kSide;
  while (side > 1 && divide_up(x.strips(), side) * divide_up(y.strips(), side) < 64) side /= 2;
  const auto across = divide_up(y.strips(), side);
  const auto error = FastError::of(args.cols);
  auto rectangle = [&](std::int64_t block) {
    // Right to left: the rectangles on the diagonal, half as large, come last, so that threads end together.
    const auto p = block / across * side, q = (across - 1 - block % across) * side;
    const Strips at{p, smaller(p + side, x.strips()), q, smaller(q + side, y.strips())};
    if (args.pairs && at.y1 <= at.x0) return;
    alignas(64) double totals[kSide * kSide * kSums];
    add_products(runner, unit, x, y, args.pairs, at, totals);
    finish_strips(args, error, x, y, at, totals);
  };
  for_blocks(runner, divide_up(x.strips(), side) * across, 1, rectangle);
  return runner.cancelled() ? Status::cancelled : Status::ok;
}

/** What each row's mean adds to the default kernel's errors; null but for correlation. */
static Status mean_slacks(Runner& runner, const float* x, std::int64_t rows, const FastArgs& args, double*& slacks) {
  slacks = nullptr;
  if (args.metric != Metric::correlation) return Status::ok;
  double* slack = slacks = allocate_doubles(runner, rows);
  if (!slack) return Status::out_of_memory;
  auto row = [&](std::int64_t i) {
    slack[i] = mean_slack(row_form(x + i * args.cols, args.cols, args.metric), args.cols, panel_steps(args.cols));
  };
  for_blocks(runner, rows, 0.02, row);
  return runner.cancelled() ? Status::cancelled : Status::ok;
}

/** The default kernel's distances, with its errors. */
static Status by_default(const FastArgs& args, Runner& runner) {
  const auto rows = args.x_rows;
  double *x_slack, *y_slack;
  auto status = mean_slacks(runner, args.x, rows, args, x_slack);
  y_slack = x_slack;
  if (status == Status::ok && !args.pairs) status = mean_slacks(runner, args.y, args.y_rows, args, y_slack);
  if (status == Status::ok)
    status =
        args.pairs
            ? pdist({args.x, rows, args.cols, args.metric, false, args.out}, runner)
            : cdist({args.x, args.y, rows, args.y_rows, args.cols, args.metric, false, args.out, args.y_rows}, runner);
  if (status != Status::ok) return status;
  auto row = [&](std::int64_t i) {
    const auto to = args.pairs ? pairs_before(i, rows) : i * args.y_rows;
    const auto first = args.pairs ? i + 1 : 0, last = args.pairs ? rows : args.y_rows;
    default_errors(args.metric, args.cols, x_slack ? x_slack[i] : 0, y_slack ? y_slack + first : nullptr, last - first,
                   {args.out + to, args.errors + to});
  };
  for_blocks(runner, rows, 1, row);
  return runner.cancelled() ? Status::cancelled : Status::ok;
}

Status fast_distances(const FastArgs& args, Runner& runner) {
  if (args.pairs ? args.x_rows < 2 : args.x_rows == 0 || args.y_rows == 0) return Status::ok;
  if (args.unit == FastUnit::none) return by_default(args, runner);
  return by_tiles(args, args.unit == FastUnit::amx ? *args.amx : kEmulatedUnit, runner);
}

}  // namespace likeness::LIKENESS_ISA
