#pragma once

#include "distance/metric.h"
#include "native/isa.h"
#include "native/runner.h"

namespace likeness {

/** One side's columns: row i's first value is data[i * stride + first]. */
struct Columns {
  const void* data;
  std::int64_t rows, stride, first;
  // Cosine and correlation only: kRowSums arrays of `rows` values each, and per panel of rows the blocks they hold.
  double* sums;
  std::int32_t* sums_done;
};

/** What is known of each row: x' = (x - shift) * scale is what products are made of; sums of x' and x'², range of x. */
enum RowSum : int { kShift = 0, kScale, kSum, kSquares, kLeast, kMost, kRowSums };

/** Adds some columns to the totals of all pairs of rows, so that a matrix can be compared column by column. */
struct AccumulateArgs {
  Columns x, y;
  bool symmetric;  // y is x: pairs (i, j > i) alone, totals in condensed order; else x.rows x y.rows
  std::int64_t cols;
  std::int64_t from, until;  // blocks of features that the totals hold before and after
  Metric metric;
  bool is_float64;
  bool wide;         // float32 values are compared in float64
  bool given_shift;  // else the first block decides
  double* totals;
  std::int32_t* done;  // per rectangle, the blocks its totals hold: a cancelled call changes whole rectangles or none
};

/** Entries of `done`: as many as there can be rectangles. */
inline std::int64_t accumulate_rectangles(std::int64_t x_rows, std::int64_t y_rows) {
  return (x_rows + 7) / 8 * (((y_rows + 47) / 48 + 1) / 2);
}

LIKENESS_KERNEL(accumulate, AccumulateArgs)

}  // namespace likeness
