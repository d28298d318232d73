#pragma once
// The rows of a matrix, made ready for the tile unit. For kernel sources only.

#include "distance/fast-error.h"

namespace likeness::LIKENESS_ISA {

static double* allocate_doubles(Runner& runner, std::int64_t count) {
  return static_cast<double*>(runner.allocate(static_cast<std::size_t>(count) * sizeof(double)));
}

/** The row's form for the tile unit, and what is kept of it; false where nothing of the row can be multiplied. */
static bool form_row(const SplitRows& rows, std::int64_t i, RowForm& form) {
  const float* x = rows.x + i * rows.cols;
  form = row_form(x, rows.cols, rows.metric);
  if (is_normalised(rows.metric)) {
    const bool defined = form.unit > 0 && form.unit < __builtin_inf();
    const double steps = interleaved_steps(rows.cols);
    const double mean = rows.metric == Metric::correlation ? mean_slack(form, rows.cols, steps) : 0;
    rows.slack[i] = defined ? mean + (steps + 16) * 2 * kU64 : __builtin_nan("");
    return defined;
  }
  double least, most;
  extremes(x, rows.cols, least, most);
  form.before = unit_scale(most > -least ? most : -least);
  rows.squares[i] = form.squares;
  rows.norms[i] = form.norm;
  rows.scales[i] = 1 / form.before;
  return form.squares < __builtin_inf();
}

static void split_strip(const Runner& runner, const SplitRows& rows, std::int64_t strip) {
  RowForm forms[kStrip];
  const RowForm* there[kStrip] = {};
  for (std::int64_t r = 0; r < smaller(kStrip, rows.rows - strip * kStrip) && !runner.cancelled(); ++r)
    if (form_row(rows, strip * kStrip + r, forms[r])) there[r] = &forms[r];
  pack_strip(runner, rows, strip, there);
}

/** Splits and packs a matrix for the sides on which it stands; progress moves to `until`. */
static Status split(Runner& runner, const float* x, std::int64_t count, std::int64_t cols, Metric metric, bool as_a,
                    bool as_b, double until, SplitRows& rows) {
  rows.x = x;
  rows.rows = count;
  rows.cols = cols;
  rows.metric = metric;
  double* per_row = allocate_doubles(runner, 3 * count);
  rows.slack = rows.squares = per_row;
  rows.norms = per_row + count;
  rows.scales = per_row + 2 * count;
  const auto bytes = static_cast<std::size_t>(rows.parts()) * sizeof(Part);
  if (as_a) rows.a = static_cast<Part*>(runner.allocate(bytes));
  if (as_b) rows.b = static_cast<Part*>(runner.allocate(bytes));
  if (!per_row || (as_a && !rows.a) || (as_b && !rows.b)) return Status::out_of_memory;
  auto strip = [&](std::int64_t s) { split_strip(runner, rows, s); };
  for_blocks(runner, rows.strips(), until, strip);
  return runner.cancelled() ? Status::cancelled : Status::ok;
}

}  // namespace likeness::LIKENESS_ISA
