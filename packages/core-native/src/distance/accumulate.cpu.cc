#include "distance/accumulate.h"

#include "distance/condensed.h"
#include "distance/tile.h"

namespace likeness::LIKENESS_ISA {
namespace {

/** Panel p of one side: as it is, or shifted and scaled, then counted in the row sums once. */
template <class T, class U>
void fill(const Runner& runner, const AccumulateArgs& args, const Columns& side, const Panels<U>& panels,
          std::int64_t p) {
  const RowSource<T> source{static_cast<const T*>(side.data) + side.first, side.stride};
  if (!is_normalised(args.metric)) return transpose_panel(runner, source, panels, p);
  const auto row0 = p * kPanel, used = smaller(kPanel, side.rows - row0);
  auto sums = [&](RowSum which) { return side.sums + which * side.rows + row0; };
  const RowMap same;
  RowMap map;
  RowRange<U> first(same.before), range(same.before);
  const bool start = side.sums_done[p] == 0, counted = side.sums_done[p] >= args.until;
  if (counted)
    transpose_panel(runner, source, panels, p);
  else
    fill_and_range(runner, source, panels, p, range);
  if (start && !args.given_shift) {
    first.add(panels.at(0, p), panels.width(0));
    for (std::int64_t r = 0; r < used; ++r) {
      const double mean = first.sums.total[r] / static_cast<double>(panels.width(0));
      // A mean that is not finite stays out: it would spread to columns that are.
      map.shift[r] = args.metric == Metric::correlation && mean - mean == 0 ? mean : 0;
      map.scale[r] = unit_scale(first.largest(r, 0));
    }
  } else {
    for (std::int64_t r = 0; r < used; ++r) {
      map.shift[r] = sums(kShift)[r];
      map.scale[r] = sums(kScale)[r];
    }
  }
  RowSums<U> squares;
  RowSums<double> values;
  for (std::int64_t r = 0; r < used && !start; ++r) {
    squares.total[r] = sums(kSquares)[r];
    values.total[r] = sums(kSum)[r];
  }
  map_panel(runner, panels, p, map, squares, &values);
  if (counted || runner.cancelled()) return;
  for (std::int64_t r = 0; r < used; ++r) {
    sums(kShift)[r] = map.shift[r];
    sums(kScale)[r] = map.scale[r];
    sums(kSum)[r] = values.total[r];
    sums(kSquares)[r] = squares.total[r];
    sums(kLeast)[r] = start || range.least(r) < sums(kLeast)[r] ? range.least(r) : sums(kLeast)[r];
    sums(kMost)[r] = start || range.most(r) > sums(kMost)[r] ? range.most(r) : sums(kMost)[r];
  }
  side.sums_done[p] = static_cast<std::int32_t>(args.until);
}

/** f(totals of the rectangle, totals of the whole, how many) for each row's wanted part. */
template <class F>
void each_part(const AccumulateArgs& args, const Rectangle& at, double* totals, F f) {
  const auto y1 = smaller(at.p1 * kPanel, args.y.rows);
  for (auto i = at.x0; i < smaller(at.x0 + at.height, args.x.rows); ++i) {
    const auto first = args.symmetric && at.y0() <= i ? i + 1 : at.y0();
    if (first >= y1) continue;
    const auto whole = args.symmetric ? condensed_index(i, first, args.x.rows) : i * args.y.rows + first;
    f(totals + (i - at.x0) * at.width() + first - at.y0(), args.totals + whole, y1 - first);
  }
}

template <class T, class U>
Status typed(const AccumulateArgs& args, Runner& runner) {
  Panels<U> x, y;
  auto status = allocate_panels(runner, args.x.rows, args.cols, Metric::euclidean, x);
  if (!args.symmetric && status == Status::ok)
    status = allocate_panels(runner, args.y.rows, args.cols, Metric::euclidean, y);
  if (status != Status::ok) return status;
  if (args.symmetric) y = x;
  auto fill_one = [&](std::int64_t p) {
    if (p < x.count())
      fill<T>(runner, args, args.x, x, p);
    else
      fill<T>(runner, args, args.y, y, p - x.count());
  };
  for_blocks(runner, x.count() + (args.symmetric ? 0 : y.count()), 0.1, fill_one);
  const auto across = divide_up(y.count(), kRectanglePanels);
  const auto height = rectangle_rows(args.x.rows, args.symmetric ? (across + 1) / 2 : across, 64);
  auto rectangle = [&](std::int64_t block) {
    const auto q = across - 1 - block % across;
    Rectangle at{block / across * height, 0,   q * kRectanglePanels, smaller((q + 1) * kRectanglePanels, y.count()),
                 args.symmetric,          true};
    auto& done = args.done[at.x0 / 8 * across + q];
    if (done >= args.until) return;
    at.height = whole_tiles(smaller(height, args.x.rows - at.x0));
    alignas(64) Totals totals;
    for (std::int64_t k = 0; k < at.height * at.width(); ++k) totals[k] = 0;  // what no part covers
    each_part(args, at, totals, [](double* part, double* whole, std::int64_t count) {
      for (std::int64_t k = 0; k < count; ++k) part[k] = whole[k];
    });
    add_totals(runner, x, y, args.metric, at, totals, at.width());
    if (runner.cancelled()) return;
    each_part(args, at, totals, [](double* part, double* whole, std::int64_t count) {
      for (std::int64_t k = 0; k < count; ++k) whole[k] = part[k];
    });
    done = static_cast<std::int32_t>(args.until);
  };
  if (!runner.cancelled()) for_blocks(runner, divide_up(args.x.rows, height) * across, 1, rectangle);
  return runner.cancelled() ? Status::cancelled : Status::ok;
}

}  // namespace

Status accumulate(const AccumulateArgs& args, Runner& runner) {
  if (args.x.rows == 0 || args.y.rows == 0) return Status::ok;
  if (args.is_float64) return typed<double, double>(args, runner);
  return args.wide ? typed<float, double>(args, runner) : typed<float, float>(args, runner);
}

}  // namespace likeness::LIKENESS_ISA
